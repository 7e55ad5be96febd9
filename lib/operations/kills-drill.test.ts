import { describeKills } from './fixtures/kill-tests';
import { drillScenarios } from './fixtures/scenarios';

describeKills(drillScenarios);
