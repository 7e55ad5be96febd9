import { expect, type Locator, type Page } from 'playwright/test';

/** One row of the table of members, by the words in it. */
export interface SeenMember {
  readonly name: string;
  readonly role: string;
  readonly state: string;
  readonly timeline: string;
  readonly replayLag: string;
}

export interface SeenOverview {
  readonly verdict: string;
  readonly members: readonly SeenMember[];
  /** Titles of what needs attention. */
  readonly findings: readonly string[];
}

/** The overview of a cluster as a person sees it. */
export class OverviewPage {
  readonly verdict: Locator;
  readonly findings: Locator;
  readonly lately: Locator;
  readonly members: Locator;
  readonly topology: Locator;

  constructor(
    readonly page: Page,
    readonly cluster = 'demo',
  ) {
    this.verdict = page.getByRole('region', { name: 'Verdict' });
    this.findings = page.getByRole('region', { name: 'Needs attention' });
    this.lately = page.getByRole('region', { name: 'Lately' });
    this.members = page.getByRole('table', { name: `Members of ${cluster}` });
    this.topology = page.getByRole('region', { name: 'Topology' });
  }

  async open(): Promise<void> {
    await this.page.goto(`/clusters/${this.cluster}`);
    await expect(this.page.getByText(/^live/)).toBeVisible();
  }

  /** Goes on to the page of everything that happened. */
  async openEvents(): Promise<Locator> {
    await this.lately.getByRole('link', { name: 'All that happened' }).click();
    await this.page.waitForURL(/\/events$/);
    return this.lately;
  }

  row(member: string): Locator {
    return this.members.getByRole('row').filter({ has: this.page.getByRole('rowheader', { name: member }) });
  }

  async member(name: string): Promise<SeenMember> {
    const found = (await this.look()).members.find((member) => member.name === name);
    if (found === undefined) throw new Error(`the page shows no member ${name}`);
    return found;
  }

  /** Everything at one moment: one call into the page, so that nothing changes in between. */
  async look(): Promise<SeenOverview> {
    return this.page.evaluate((cluster) => {
      const text = (element: Element | null | undefined) =>
        (element?.textContent ?? '').replace(/\s+/g, ' ').trim();
      const titled = (title: string) =>
        [...document.querySelectorAll('section')].find(
          (section) => text(section.querySelector('h2')) === title,
        );
      const table = [...document.querySelectorAll('table')].find(
        ({ caption }) => caption?.textContent === `Members of ${cluster}`,
      );
      const columns = [...(table?.tHead?.rows[0]?.cells ?? [])].map(text);
      const members = [...(table?.tBodies[0]?.rows ?? [])].map((row) => {
        // A cell's first line is what its column is named for first; below it stands less important matter.
        const cell = (column: string) => row.cells[columns.findIndex((title) => title.startsWith(column))];
        return {
          name: text(row.cells[0]?.firstElementChild),
          role: text(cell('Role')?.firstElementChild),
          state: text(cell('State')?.firstElementChild),
          timeline: text(cell('Timeline')),
          replayLag: text(cell('Replay lag')),
        };
      });
      return {
        verdict: text(document.querySelector('section[aria-label="Verdict"] h2')),
        members,
        findings: [...(titled('Needs attention')?.querySelectorAll('h3') ?? [])].map(text),
      };
    }, this.cluster);
  }
}

/** Whom the page shows as leading at this moment: by role, and not said to be silent or down. */
export function shownLeaders(seen: SeenOverview): string[] {
  return seen.members
    .filter(({ role, state }) => /leader/i.test(role) && state === 'running')
    .map(({ name }) => name);
}

export function shownServing(seen: SeenOverview): string[] {
  return seen.members.filter(({ state }) => /^(running|streaming)$/.test(state)).map(({ name }) => name);
}
