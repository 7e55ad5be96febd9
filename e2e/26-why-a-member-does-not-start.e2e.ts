import { seeEachFault } from './member-diagnosis';
import { startFaults } from './member-faults';

seeEachFault(startFaults);
