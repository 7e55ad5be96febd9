import { seeEachRound } from './member-diagnosis';
import { startRounds } from './member-faults';

seeEachRound(startRounds);
