import { house } from '../../../test/harness/house.ts';
import { teamOf } from './team.service.ts';

export const tested = [house, teamOf];
