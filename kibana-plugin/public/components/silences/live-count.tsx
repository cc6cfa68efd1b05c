import { EuiCallOut, EuiText } from '@elastic/eui';
import { i18n } from '@kbn/i18n';
import type { SuppressionPreview } from 'incident-core';
import type { ReactElement } from 'react';
import { useSuppressionPreview } from '../../hooks/suppressions';
import { AlertText } from '../alert-text';
import { icon } from '../icon';
import { Occurrences } from './occurrences';

const SHOWN = 5;

/** Which open incidents are meant now, while the form is filled in; and when a window would be there. */
export function LiveCount({ given }: { readonly given: SuppressionPreview }): ReactElement | null {
  const { data, isError } = useSuppressionPreview(given);
  if (!data || isError) return null;
  const { count, complete, incidents, next } = data;
  const values = { count: complete ? String(count) : `${count}+` };
  return (
    <EuiCallOut
      size="s"
      color={count > 0 ? 'warning' : 'primary'}
      iconType={icon(count > 0 ? 'bellSlash' : 'check')}
      title={
        count === 0
          ? i18n.translate('incidents.suppression.matchesNone', { defaultMessage: 'It means no open incident now' })
          : i18n.translate('incidents.suppression.matches', {
              defaultMessage: 'Open incidents that it means now: {count}',
              values,
            })
      }
      data-test-subj="incidentsSuppressionCount"
      aria-live="polite"
    >
      {incidents.length > 0 && (
        <EuiText size="s">
          <ul>
            {incidents.slice(0, SHOWN).map(({ id, number, title }) => (
              <li key={id}>
                <AlertText before={`#${number}`} text={title} lines={1} />
              </li>
            ))}
          </ul>
          {count > SHOWN && (
            <p>
              {i18n.translate('incidents.suppression.more', {
                defaultMessage: 'and {count} more',
                values: { count: `${count - SHOWN}${complete ? '' : '+'}` },
              })}
            </p>
          )}
        </EuiText>
      )}
      {next !== null && given.times?.type === 'recurring' && (
        <>
          <p>
            <strong>{i18n.translate('incidents.suppression.next', { defaultMessage: 'The next times' })}</strong>
          </p>
          <Occurrences next={next} zone={given.times.time_zone} />
        </>
      )}
    </EuiCallOut>
  );
}
