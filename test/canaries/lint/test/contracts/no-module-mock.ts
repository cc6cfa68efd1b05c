import { jest } from '@jest/globals';

jest.mock('../../backend/src/platform/clock.ts');
