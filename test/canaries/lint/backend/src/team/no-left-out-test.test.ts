import { test } from '@jest/globals';

test.concurrent.only('is the only one', async () => undefined);
