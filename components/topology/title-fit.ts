/** About how wide a letter of a box's title and of a badge is, in px; names are of small letters, digits and dashes. */
const titleLetter = 8;
const badgeLetter = 7;
/** Border and padding of the box, its status mark and the gaps in between; the padding of the badge. */
const around = 60;
const aroundBadge = 18;
/** Longer names are written smaller, and on two lines where one is too narrow: they are never cut. */
const longName = 17;

/** Whether a name and a badge have room on the first line of a box. */
export function fitsBeside(name: string, badge: string, boxWidth: number): boolean {
  return around + name.length * titleLetter + badge.length * badgeLetter + aroundBadge <= boxWidth;
}

/** How a long name is written. */
export const longNameClass = 'block text-[13px] leading-[14px] [overflow-wrap:anywhere]';

export function isLongName(name: string): boolean {
  return name.length > longName;
}
