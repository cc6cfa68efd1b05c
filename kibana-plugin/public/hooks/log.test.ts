import { expect, test } from '@jest/globals';
import { readPage } from './log';

test('what an address says of a log is what is asked for, and nothing else', () => {
  const params = new URLSearchParams('tab=log&status=failed,sent&user_id=x&cursor=c&channel=&evil=1');
  expect(readPage(params, ['status', 'channel', 'user_id'])).toEqual({
    ...{ status: 'failed,sent', user_id: 'x', cursor: 'c', limit: 50 },
  });
  expect(readPage(new URLSearchParams('event='), ['event'])).toEqual({ limit: 50 });
});
