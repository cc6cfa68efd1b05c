import { expect, test } from '@jest/globals';
import { channelOrder, DEFAULT_PREFERENCES, preferencesSchema, type Preferences } from './preferences.ts';

test('who has said nothing has preferences that anybody could have', () => {
  expect(preferencesSchema.parse(DEFAULT_PREFERENCES)).toEqual(DEFAULT_PREFERENCES);
});

test('one’s own list comes first, and what it leaves out after it', () => {
  const preferences: Preferences = {
    ...DEFAULT_PREFERENCES,
    high: [
      { channel: 'voice', delaySeconds: 0 },
      { channel: 'email', delaySeconds: 60 },
    ],
  };
  expect(channelOrder(preferences, 'high')).toEqual(['voice', 'email', 'slack', 'sms']);
  expect(channelOrder(preferences, 'low')).toEqual(['slack', 'email', 'sms', 'voice']);
});
