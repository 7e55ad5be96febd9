import type { Page } from 'playwright';

/**
 * Waits in the page itself, frame by frame, until an expression of JavaScript is true there, and answers when that
 * was, by this machine's clock. As text: what tsx makes of a function names its inner ones with a helper that a page
 * does not have.
 */
export function momentWhen(page: Page, expression: string): Promise<number> {
  return page.evaluate<number>(`new Promise((resolve) => {
    const look = () => ((${expression}) ? resolve(Date.now()) : requestAnimationFrame(look));
    look();
  })`);
}

/** Whether an open overview shows a member so: `pattern` is held against the words of its row. */
export function rowSays(member: string, pattern: RegExp): string {
  return `[...document.querySelectorAll('table')]
    .filter((table) => table.caption?.textContent === 'Members of demo')
    .flatMap((table) => [...table.tBodies[0].rows])
    .some((row) => row.cells[0].textContent.includes('${member}') && ${pattern}.test(row.textContent))`;
}

/** Whether an open page of routing has a disagreement with this title. */
export function disagreementSays(title: string): string {
  return `[...document.querySelectorAll('h3')].some((heading) => heading.textContent.trim() === ${JSON.stringify(title)})`;
}
