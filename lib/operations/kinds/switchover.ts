import { type SwitchoverInput, switchoverInputSchema } from '@/lib/contract/operations';
import {
  judgeSwitchover,
  switchoverCommands,
  switchoverSteps,
  switchoverTitle,
} from '@/lib/domain/switchover';
import { defineKind } from '../kind';
import { beginScheduling } from './scheduled-steps';
import { beginSwitchover } from './switchover-steps';

/** Hands the lead to another member, now or at a time. */
export const switchover = defineKind<SwitchoverInput>({
  kind: 'switchover',
  schema: switchoverInputSchema,
  role: 'operator',
  confirm: 'button',
  measures: ['writeOutageMs', 'leaderlessMs'],
  title: switchoverTitle,
  memberOf: ({ candidate }) => (candidate === null ? null : { field: 'candidate', name: candidate }),
  plan(input, { snapshot, nowMs, measured, byHand }) {
    const { options, ...judgement } = judgeSwitchover(snapshot, input, nowMs, measured);
    return {
      ...judgement,
      options: { field: 'candidate', choices: options },
      steps: switchoverSteps(snapshot, input, byHand),
      commands: switchoverCommands(snapshot, input, byHand),
      confirmLabel: switchoverTitle(input),
    };
  },
  begin: (input) => (input.at === null ? beginSwitchover(input) : beginScheduling(input, input.at)),
});
