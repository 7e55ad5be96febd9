import { type PatronictlPlace, patronictlArguments } from '@/lib/domain/patronictl';
import type { Answer } from '@/lib/upstream/answer';
import type { RunHostCommand } from './host-command';
import { checked } from './postgres-instance';

/**
 * Whether the cluster is paused, by the DCS itself: `patronictl show-config` on a member's host, for when no Patroni
 * answers. Fails as `run` does, and with `command_failed` where patronictl cannot read its configuration or the DCS.
 * Source: `show_config` in `ctl.py` of Patroni 3.0 to 4.1: the dynamic configuration as YAML, `pause` at its top.
 */
export async function readDcsPause(
  run: RunHostCommand,
  place: PatronictlPlace,
  { timeoutMs }: { readonly timeoutMs: number },
): Promise<Answer<boolean>> {
  const answer = await checked(run, patronictlArguments(place, 'show-config'), timeoutMs);
  if (!answer.ok) return answer;
  if (!/^\w+:/m.test(answer.value))
    return {
      ok: false,
      kind: 'command_failed',
      reason: 'patronictl showed no configuration',
      atMs: answer.atMs,
    };
  return { ok: true, value: /^pause: true\s*$/m.test(answer.value), atMs: answer.atMs };
}
