import { type ChildProcess, spawn } from 'node:child_process';
import { mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { ports } from '../lab/address-block';
import { haproxyConfig, readsProxy, writesProxy } from '../lab/haproxy';
import type { Lab } from '../lab/lab';
import { findPrograms } from '../lab/programs';
import { waitFor } from './wait';

/** Changes one section of the configuration: `section(writesProxy, (text) => …)`. */
type Change = (configuration: string) => string;

/** Another HAProxy of the same cluster, on the repository's address: started by the test alone, and ended by its pid. */
export class SecondHaproxy {
  readonly host: string;
  private readonly folder = mkdtempSync(join(tmpdir(), 'howdah-e2e-haproxy-'));
  private child: ChildProcess | null = null;

  constructor(private readonly lab: Lab) {
    this.host = lab.addressOf('repo');
  }

  /** What `howdah.yaml` says of it. */
  settings(name: string): unknown {
    return {
      name,
      host: this.host,
      stats: `http://${this.host}:${ports.statistics}/`,
      writes: { proxy: writesProxy, port: ports.writes },
      reads: { proxy: readsProxy, port: ports.reads },
    };
  }

  /** Runs it with the lab's own configuration, changed; answers when that serves. */
  async serve(change: Change = (text) => text): Promise<void> {
    await this.stop();
    const file = join(this.folder, 'haproxy.cfg');
    writeFileSync(file, change(haproxyConfig({ ...this.lab.block, front: this.host })));
    this.child = spawn(findPrograms().haproxy, ['-db', '-f', file], { stdio: 'ignore' });
    await waitFor(
      'the second HAProxy to answer',
      10_000,
      async () => (await fetch(`http://${this.host}:${ports.statistics}/;csv`)).ok,
      20,
    );
  }

  async stop(): Promise<void> {
    const { child } = this;
    this.child = null;
    if (child === null || child.exitCode !== null || child.signalCode !== null) return;
    const ended = new Promise((resolve) => child.once('close', resolve));
    child.kill('SIGTERM');
    await ended;
  }

  async dispose(): Promise<void> {
    await this.stop();
    rmSync(this.folder, { recursive: true, force: true });
  }
}

/** The same configuration with one `listen` section changed. */
export function inSection(name: string, change: Change): Change {
  return (text) =>
    text
      .split(/(?=^listen )/m)
      .map((part) => (part.startsWith(`listen ${name}\n`) ? change(part) : part))
      .join('');
}
