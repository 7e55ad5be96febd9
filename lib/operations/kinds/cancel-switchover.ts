import type { z } from 'zod';
import { cancelSwitchoverInputSchema } from '@/lib/contract/operations';
import {
  cancelSwitchoverCommands,
  cancelSwitchoverSteps,
  judgeCancelSwitchover,
} from '@/lib/domain/cancel-switchover';
import { defineKind } from '../kind';
import { beginCancelling } from './scheduled-steps';

/** Forgets a scheduled switchover. */
export const cancelSwitchover = defineKind<z.infer<typeof cancelSwitchoverInputSchema>>({
  kind: 'cancel_switchover',
  schema: cancelSwitchoverInputSchema,
  role: 'operator',
  confirm: 'button',
  measures: [],
  title: () => 'Cancel the scheduled switchover',
  memberOf: () => null,
  plan: (_, { snapshot, nowMs, byHand }) => ({
    ...judgeCancelSwitchover(snapshot, nowMs),
    options: null,
    steps: cancelSwitchoverSteps(snapshot, byHand),
    commands: cancelSwitchoverCommands(snapshot, byHand),
    confirmLabel: 'Cancel the switchover',
  }),
  begin: () => beginCancelling(),
});
