import { execFileSync } from 'node:child_process';
import { existsSync, mkdtempSync, readFileSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import fc from 'fast-check';
import { afterEach, describe, expect, it, onTestFinished, vi } from 'vitest';
import { shellText } from '@/lib/domain/shell-text';
import { runOnHost, sshWords } from './run';

const local = { transport: { kind: 'local' }, pgbackrestConfig: null } as const;
const noConfig = { configFile: null };
const hangingMs = 30_000;

afterEach(() => void vi.useRealTimers());

describe('a command on this machine', () => {
  it('answers with output and exit code, whatever the code is', async () => {
    const answer = await runOnHost(local, noConfig, ['sh', '-c', 'echo out; echo err >&2; exit 3'], {
      timeoutMs: 5000,
    });
    expect(answer).toMatchObject({ ok: true, value: { stdout: 'out\n', stderr: 'err\n', exitCode: 3 } });
  });

  it('says 127 for a command that does not exist, as a shell does', async () => {
    const answer = await runOnHost(local, noConfig, ['no-such-command-here'], { timeoutMs: 5000 });
    expect(answer).toMatchObject({ ok: true, value: { exitCode: 127 } });
  });

  it('ends a command that outlives its time, with everything that it started', async () => {
    const folder = mkdtempSync(join(tmpdir(), 'howdah-ssh-test-'));
    const script = `sleep 60 & echo $! > ${folder}/new; mv ${folder}/new ${folder}/pid; wait`;
    // The time is over when the command has started all that it starts, however slow the machine is.
    vi.useFakeTimers({ toFake: ['setTimeout', 'clearTimeout'] });
    const answer = runOnHost(local, noConfig, ['sh', '-c', script], { timeoutMs: 300 });
    while (!existsSync(`${folder}/pid`)) await new Promise((resolve) => setImmediate(resolve));
    vi.advanceTimersByTime(300);
    expect(await answer).toMatchObject({
      ok: false,
      kind: 'timeout',
      reason: 'sh on this machine did not finish within 0.3 s',
    });
    vi.useRealTimers();
    const pid = Number(readFileSync(`${folder}/pid`, 'utf8'));
    expect(pid).toBeGreaterThan(0);
    await vi.waitFor(() => expect(existsSync(`/proc/${pid}/exe`)).toBe(false), hangingMs);
    rmSync(folder, { recursive: true });
  });

  it('does not wait for what a command leaves behind', async () => {
    const answer = await runOnHost(local, noConfig, ['sh', '-c', 'sleep 20 & echo done'], {
      timeoutMs: 10_000,
    });
    expect(answer).toMatchObject({ ok: true, value: { stdout: 'done\n', exitCode: 0 } });
  });

  it('stops a command that writes without end', async () => {
    const answer = await runOnHost(local, noConfig, ['yes'], { timeoutMs: 10_000, maxOutputBytes: 10_000 });
    expect(answer).toMatchObject({ ok: false, kind: 'too_large' });
  });

  it('passes on an answer that is too long to hold, and keeps nothing of it', async () => {
    let length = 0;
    const answer = await runOnHost(local, noConfig, ['head', '-c', '5000000', '/dev/zero'], {
      timeoutMs: 10_000,
      maxOutputBytes: 1000,
      onStdout: (chunk) => {
        length += chunk.length;
      },
    });
    expect(answer).toMatchObject({ ok: true, value: { stdout: '', exitCode: 0 } });
    expect(length).toBe(5_000_000);
  });

  it('can be called off, before and during', async () => {
    const controller = new AbortController();
    const running = runOnHost(local, noConfig, ['sleep', '60'], {
      timeoutMs: 60_000,
      signal: controller.signal,
    });
    controller.abort();
    expect(await running).toMatchObject({ ok: false, reason: 'sleep on this machine was called off' });
    expect(
      await runOnHost(local, noConfig, ['sleep', '60'], { timeoutMs: 60_000, signal: controller.signal }),
    ).toMatchObject({ ok: false });
  });

  it('gives a command its input, and survives one that does not read it', async () => {
    const read = await runOnHost(local, noConfig, ['cat'], { timeoutMs: 5000, input: 'häh\n' });
    expect(read).toMatchObject({ ok: true, value: { stdout: 'häh\n' } });
    const unread = await runOnHost(local, noConfig, ['true'], {
      timeoutMs: 5000,
      input: 'x'.repeat(1_000_000),
    });
    expect(unread).toMatchObject({ ok: true, value: { exitCode: 0 } });
  });

  it('passes no secret of the environment on', async () => {
    process.env.HOWDAH_TEST_SECRET = 'hidden';
    const answer = await runOnHost(local, noConfig, ['env'], { timeoutMs: 5000 });
    delete process.env.HOWDAH_TEST_SECRET;
    expect(answer).toMatchObject({
      ok: true,
      value: { stdout: expect.stringContaining('PATH=') },
    });
    expect(JSON.stringify(answer)).not.toContain('HOWDAH_TEST_SECRET');
  });
});

describe('quoting', () => {
  it('brings every word through a real shell byte for byte', () => {
    const word = fc
      .oneof(
        fc.string(),
        fc.string({ unit: 'binary' }),
        fc.constantFrom("'", '$(id)', '`id`', '\n', '-n', '*', 'a*', '!'),
      )
      .map((text) => text.toWellFormed().replaceAll('\0', ''));
    // Words that are not quoted find a file here to become, and a place to write to.
    const folder = mkdtempSync(join(tmpdir(), 'howdah-ssh-test-'));
    onTestFinished(() => rmSync(folder, { recursive: true }));
    writeFileSync(join(folder, 'ab'), '');
    const command = fc.array(word, { minLength: 1, maxLength: 8 });
    // Many commands a shell: what costs is starting one.
    fc.assert(
      fc.property(fc.array(command, { minLength: 30, maxLength: 60 }), (commands) => {
        const text = commands.map((words) => shellText(['printf', '%s\\0', ...words])).join('\n');
        const out = execFileSync('sh', ['-c', text], { cwd: folder, encoding: 'utf8' });
        expect(out.split('\0').slice(0, -1)).toEqual(commands.flat());
      }),
      { numRuns: 10 },
    );
  });
});

describe('the ssh command line', () => {
  it('never lets a destination be read as an option, and quotes the command once', () => {
    const words = sshWords('-oProxyCommand=x', '/etc/howdah/ssh', '/tmp/s/x', ['echo', 'a b'], 5000);
    expect(words.slice(-3)).toEqual(['--', '-oProxyCommand=x', "echo 'a b'"]);
    expect(words.slice(0, 3)).toEqual(['-T', '-F', '/etc/howdah/ssh']);
    expect(words).toContain('BatchMode=yes');
    expect(words).toContain('ConnectTimeout=5');
    expect(words).toContain('ControlPath=/tmp/s/x');
  });

  it('works without sharing where there is no safe folder for it', () => {
    const words = sshWords('node1', null, null, ['true'], 60_000);
    expect(words).toContain('ControlPath=none');
    expect(words).not.toContain('ControlMaster=auto');
    expect(words).toContain('ConnectTimeout=10');
  });
});

describe('a host that cannot be reached', () => {
  it('is refused in plain words', async () => {
    const host = {
      transport: { kind: 'ssh', destination: 'ssh://nobody@127.0.0.1:9' },
      pgbackrestConfig: null,
    } as const;
    const answer = await runOnHost(host, { configFile: '/dev/null' }, ['true'], { timeoutMs: 5000 });
    expect(answer).toMatchObject({
      ok: false,
      kind: 'refused',
      reason: 'ssh to ssh://nobody@127.0.0.1:9 failed: nothing listens there (connection refused)',
    });
  });
});
