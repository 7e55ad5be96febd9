import { type ReinitializeInput, reinitializeInputSchema } from '@/lib/contract/operations';
import {
  judgeReinitialize,
  reinitializeCommands,
  reinitializeSteps,
  reinitializeTitle,
} from '@/lib/domain/reinitialize';
import { defineKind } from '../kind';
import { beginReinitialize } from './reinitialize-steps';

/** Throws a replica's data away and copies it anew. */
export const reinitialize = defineKind<ReinitializeInput>({
  kind: 'reinitialize',
  schema: reinitializeInputSchema,
  role: 'operator',
  confirm: 'name',
  measures: ['wholeMs'],
  title: reinitializeTitle,
  memberOf: ({ member }) => ({ field: 'member', name: member }),
  plan(input, { snapshot, nowMs, measured, byHand }) {
    return {
      ...judgeReinitialize(snapshot, input, nowMs, measured),
      options: null,
      steps: reinitializeSteps(snapshot, input, byHand),
      commands: reinitializeCommands(snapshot, input, byHand),
      confirmLabel: reinitializeTitle(input),
    };
  },
  begin: beginReinitialize,
});
