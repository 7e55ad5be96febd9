import { ports } from './address-block';
import type { LabContext } from './lab-context';

export function etcdCommand({ layout, block, programs }: LabContext): string {
  const client = `http://${block.front}:${ports.etcd}`;
  const peer = `http://${block.front}:${ports.etcdPeer}`;
  return [
    programs.etcd,
    '--name=lab',
    `--data-dir=${layout.etcd}/data`,
    `--listen-client-urls=${client}`,
    `--advertise-client-urls=${client}`,
    `--listen-peer-urls=${peer}`,
    `--initial-advertise-peer-urls=${peer}`,
    `--initial-cluster=lab=${peer}`,
    '--auto-compaction-retention=1',
    '--logger=zap',
    '--log-level=warn',
  ].join(' ');
}

/** etcd 3.4 refuses to start on these processors unless it is told that they are meant. */
export function etcdEnvironment(architecture: string = process.arch): Record<string, string> {
  return architecture === 'arm64' || architecture === 'arm' ? { ETCD_UNSUPPORTED_ARCH: architecture } : {};
}

export async function etcdAnswers(front: string): Promise<boolean> {
  const answer = await fetch(`http://${front}:${ports.etcd}/health`, {
    signal: AbortSignal.timeout(1000),
  });
  return (await answer.text()).includes('true');
}
