const factors: Readonly<Record<string, number>> = {
  '': 1,
  b: 1,
  kb: 1024,
  mb: 1024 ** 2,
  gb: 1024 ** 3,
  tb: 1024 ** 4,
};

/** `16MB`, `1.5 GB` or a number of bytes, counted in 1024s as PostgreSQL counts; null for what is no size. */
export function readSizeBytes(value: string | number): number | null {
  const [, figure, unit = ''] = /^(\d+(?:\.\d+)?)\s*([a-z]*)$/i.exec(String(value).trim()) ?? [];
  const factor = factors[unit.toLowerCase()];
  if (figure === undefined || factor === undefined) return null;
  const bytes = Math.round(Number(figure) * factor);
  return Number.isSafeInteger(bytes) && bytes > 0 ? bytes : null;
}
