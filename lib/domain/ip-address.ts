/**
 * One spelling of an IP address, so that two can be compared: `::1` for `0:0:0:0:0:0:0:1` and `[::1]`, `10.0.0.1` for
 * `::ffff:10.0.0.1`. Null for what is no address, such as a host name.
 */
export function canonicalAddress(text: string): string | null {
  const bare = text
    .trim()
    .replace(/^\[(.*)\]$/, '$1')
    .replace(/%.*$/, '');
  if (isVersion4(bare)) return bare;
  if (!bare.includes(':') || !URL.canParse(`http://[${bare}]/`)) return null;
  const long = new URL(`http://[${bare}]/`).hostname.slice(1, -1);
  const mapped = /^::ffff:([0-9a-f]{1,4}):([0-9a-f]{1,4})$/.exec(long);
  return mapped === null ? long : [mapped[1], mapped[2]].map((part) => twoBytes(part ?? '0')).join('.');
}

/** Whether two texts name one address. False where either is a host name. */
export function isSameAddress(one: string, other: string): boolean {
  const address = canonicalAddress(one);
  return address !== null && address === canonicalAddress(other);
}

/** Whether two texts name one host: word for word, or as one address. */
export function isSameHost(one: string, other: string): boolean {
  return (one !== '' && one.toLowerCase() === other.toLowerCase()) || isSameAddress(one, other);
}

/** Host and port of `10.0.0.1:5432`, `[::1]:5432`, `::1`, `db1:5432`; the port is null where there is none. */
export function splitAddress(text: string): { readonly host: string; readonly port: number | null } {
  const bracketed = /^\[([^\]]+)\](?::(\d+))?$/.exec(text);
  const plain = /^([^:]+)(?::(\d+))?$/.exec(text);
  const [, host, port] = bracketed ?? plain ?? [null, text];
  return { host: host ?? text, port: port === undefined ? null : Number(port) };
}

function isVersion4(text: string): boolean {
  const parts = text.split('.');
  return parts.length === 4 && parts.every((part) => /^\d{1,3}$/.test(part) && Number(part) < 256);
}

function twoBytes(hex: string): string {
  const value = Number.parseInt(hex, 16);
  return `${value >> 8}.${value & 255}`;
}
