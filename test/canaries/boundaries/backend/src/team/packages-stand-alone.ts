import { house } from '../../../test/harness/house.ts';

export const canary = house;
