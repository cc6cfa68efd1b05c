import { test } from '@jest/globals';

test.skip('waits for better times', () => undefined);
