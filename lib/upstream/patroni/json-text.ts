/**
 * JSON as a value, with whole numbers beyond what JavaScript counts exactly kept as decimal text.
 * Undefined for what is not JSON.
 */
export function parseJson(text: string): unknown {
  try {
    const value: unknown = JSON.parse(text);
    return /\d{16}/.test(text) ? JSON.parse(text.replace(stringOrLongNumber, quoteLongNumber)) : value;
  } catch {
    return undefined;
  }
}

// Strings are matched as wholes, so that digits inside them are left alone.
const stringOrLongNumber = /"[^"\\]*(?:\\.[^"\\]*)*"|-?\d{16,}(?![\d.eE])/g;

function quoteLongNumber(token: string): string {
  return token.startsWith('"') || Number.isSafeInteger(Number(token)) ? token : `"${token}"`;
}
