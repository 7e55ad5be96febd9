/**
 * JSON as a value, with whole numbers beyond what JavaScript counts exactly kept as decimal text.
 * Undefined for what is not JSON.
 */
export function parseJson(text: string): unknown {
  try {
    const value: unknown = JSON.parse(text);
    return /\d{16}/.test(text) ? JSON.parse(quoteLongNumbers(text)) : value;
  } catch {
    return undefined;
  }
}

/** Of text that is JSON. Digits inside of a string are left alone, and no character is looked at twice. */
function quoteLongNumbers(json: string): string {
  let quoted = '';
  let done = 0;
  for (let at = 0; at < json.length; ) {
    if (json[at] === '"') {
      at = stringEnd(json, at);
    } else if (/[-\d]/.test(json[at] ?? '')) {
      const from = at;
      while (/[-+.\deE]/.test(json[at] ?? '')) at += 1;
      const number = json.slice(from, at);
      if (!/^-?\d+$/.test(number) || Number.isSafeInteger(Number(number))) continue;
      quoted += `${json.slice(done, from)}"${number}"`;
      done = at;
    } else {
      at += 1;
    }
  }
  return quoted + json.slice(done);
}

function stringEnd(json: string, from: number): number {
  let at = from + 1;
  while (at < json.length && json[at] !== '"') at += json[at] === '\\' ? 2 : 1;
  return at + 1;
}
