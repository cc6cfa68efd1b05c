import { EuiBasicTable, type EuiBasicTableColumn } from '@elastic/eui';
import { i18n } from '@kbn/i18n';
import { useMemo, type ReactElement } from 'react';
import { useTeams, useUsers } from '../../hooks/directory';
import { duration, exactTime } from '../age';
import { AlertText } from '../alert-text';
import { Small } from '../small';
import { atStart } from '../text';
import { fieldText } from './field-text';
import { versionsOf, type Version } from './versions';

interface SideBySideProps {
  readonly before: object;
  readonly theirs: object;
  readonly mine: object;
}

/** What is there now beside what is in the form, value by value, where they differ. */
export function SideBySide({ before, theirs, mine }: SideBySideProps): ReactElement {
  const { data: teams } = useTeams();
  const { data: users } = useUsers();
  const columns = useMemo(() => {
    const names = new Map([...(teams ?? []), ...(users ?? [])].map(({ id, name }) => [id, name]));
    return columnsOf((value, path) => names.get(value) ?? worded(value, path));
  }, [teams, users]);
  return (
    <EuiBasicTable<Version>
      compressed
      tableCaption={i18n.translate('incidents.meanwhile.caption', { defaultMessage: 'Theirs and yours' })}
      items={[...versionsOf(before, theirs, mine)]}
      itemId="path"
      columns={columns}
      noItemsMessage={i18n.translate('incidents.meanwhile.same', { defaultMessage: 'Both say the same.' })}
      rowProps={{ 'data-test-subj': 'incidentsMeanwhileVersion' }}
    />
  );
}

/** Seconds and instants as people say them, and the API's own words without what joins them. */
function worded(value: string, path: string): string {
  if (path.endsWith('_seconds')) return duration(Number(value));
  if (TIME.test(value)) return exactTime(value);
  return /^[a-z]+(?:_[a-z]+)+$/.test(value) ? value.replaceAll('_', ' ') : value;
}

const TIME = /^\d{4}-\d\d-\d\dT\d\d:\d\d:\d\d(?:\.\d+)?Z$/;

function columnsOf(say: (value: string, path: string) => string): EuiBasicTableColumn<Version>[] {
  const value = (text: string | null, { path }: Version) =>
    text === null ? '–' : <AlertText text={say(text, path)} most={400} />;
  return [
    {
      field: 'path',
      name: i18n.translate('incidents.meanwhile.what', { defaultMessage: 'What' }),
      render: (path: string, { changedBy }: Version) => (
        <div>
          {atStart(path.split('.').map(fieldText).join(', '))}
          <div>
            <Small>{changedByText(changedBy)}</Small>
          </div>
        </div>
      ),
    },
    {
      field: 'theirs',
      name: i18n.translate('incidents.meanwhile.now', { defaultMessage: 'Theirs, there now' }),
      render: value,
    },
    {
      field: 'mine',
      name: i18n.translate('incidents.meanwhile.mine', { defaultMessage: 'Yours, in the form' }),
      render: value,
    },
  ];
}

function changedByText(by: Version['changedBy']): string {
  switch (by) {
    case 'them':
      return i18n.translate('incidents.meanwhile.byThem', { defaultMessage: 'changed by them' });
    case 'me':
      return i18n.translate('incidents.meanwhile.byMe', { defaultMessage: 'changed by you' });
    case 'both':
      return i18n.translate('incidents.meanwhile.byBoth', { defaultMessage: 'changed by both' });
  }
}
