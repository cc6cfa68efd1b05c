import { i18n } from '@kbn/i18n';
import moment from 'moment';
import type { ReactElement } from 'react';
import { useNow } from '../hooks/now';

interface AgeProps {
  readonly since: string;
  /** One number, where there is room for no more. */
  readonly isShort?: boolean;
}

/** How long ago, short, with the exact time for who wants it. */
export function Age({ since, isShort = false }: AgeProps): ReactElement {
  const now = useNow();
  return (
    <time dateTime={since} title={exactTime(since)} css={{ whiteSpace: 'nowrap', fontVariantNumeric: 'tabular-nums' }}>
      {isShort ? shortestAge(now - Date.parse(since)) : shortAge(now - Date.parse(since))}
    </time>
  );
}

/** As Kibana writes times, and our calendars: by 24 hours. */
const CLOCK = 'HH:mm:ss';

/** The hour, and the day when it is not today. */
export function At({ time }: { readonly time: string }): ReactElement {
  return (
    <time dateTime={time} title={exactTime(time)} css={{ whiteSpace: 'nowrap' }}>
      {shortTime(time, Date.now())}
    </time>
  );
}

export function shortTime(time: string, now: number): string {
  const at = moment(time);
  return at.format(at.isSame(moment(now), 'day') ? CLOCK : `ll ${CLOCK}`);
}

export function exactTime(time: string): string {
  return moment(time).format(`LL ${CLOCK}`);
}

/** A span of time in one or two numbers. */
export function shortAge(milliseconds: number): string {
  const minutes = Math.floor(Math.max(0, milliseconds) / 60_000);
  if (minutes < 1) return i18n.translate('incidents.age.now', { defaultMessage: '< 1 min' });
  if (minutes < 60)
    return i18n.translate('incidents.age.minutes', { defaultMessage: '{minutes} min', values: { minutes } });
  const hours = Math.floor(minutes / 60);
  if (hours < 48) {
    return i18n.translate('incidents.age.hours', {
      defaultMessage: '{hours} h {minutes} min',
      values: { hours, minutes: minutes % 60 },
    });
  }
  return i18n.translate('incidents.age.days', { defaultMessage: '{days} d', values: { days: Math.floor(hours / 24) } });
}

function shortestAge(milliseconds: number): string {
  const hours = Math.floor(milliseconds / 3_600_000);
  if (hours < 1 || hours >= 48) return shortAge(milliseconds);
  return i18n.translate('incidents.age.hoursOnly', { defaultMessage: '{hours} h', values: { hours } });
}

/** A setting in seconds, as people say it. */
export function duration(seconds: number): string {
  if (seconds < 60)
    return i18n.translate('incidents.age.seconds', { defaultMessage: '{seconds} s', values: { seconds } });
  const [minutes, rest] = [Math.floor(seconds / 60), seconds % 60];
  if (rest > 0 && minutes < 60) {
    return i18n.translate('incidents.age.minutesSeconds', {
      defaultMessage: '{minutes} min {seconds} s',
      values: { minutes, seconds: rest },
    });
  }
  if (minutes % 60 === 0 && minutes < 48 * 60) {
    return i18n.translate('incidents.age.wholeHours', { defaultMessage: '{hours} h', values: { hours: minutes / 60 } });
  }
  return shortAge(seconds * 1000);
}
