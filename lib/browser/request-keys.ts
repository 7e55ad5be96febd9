/** One key for a request until it is answered, so that sending it again after a lost answer is not a second one. */
export class RequestKeys {
  private sent: { readonly text: string; readonly key: string } | null = null;

  of(request: unknown): string {
    const text = JSON.stringify(request);
    if (this.sent?.text !== text) this.sent = { text, key: newKey() };
    return this.sent.key;
  }

  answered(): void {
    this.sent = null;
  }
}

/** `crypto.randomUUID` is there on https alone. */
function newKey(): string {
  const bytes = crypto.getRandomValues(new Uint8Array(16));
  return Array.from(bytes, (byte) => byte.toString(16).padStart(2, '0')).join('');
}
