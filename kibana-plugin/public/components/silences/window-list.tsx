import { i18n } from '@kbn/i18n';
import type { MaintenanceWindowAnswer } from 'incident-core';
import { useState, type ReactElement } from 'react';
import type { Shown } from '../../api/suppressions';
import { useServices } from '../../hooks/services';
import { useSuppressionActions, useWindows } from '../../hooks/suppressions';
import { EmptyFace, ErrorFace, LoadingTable } from '../face';
import { Subdued } from '../small';
import { ownZone } from '../time/zone';
import { Occurrences, span } from './occurrences';
import { describeRecurrence } from './recurrence-words';
import { ShownChoice } from './shown-choice';
import { SuppressionTable } from './suppression-table';

interface WindowListProps {
  readonly marked: string | null;
  readonly onEdit: (window: MaintenanceWindowAnswer) => void;
}

const NEXT = 2;

/** Maintenance windows that hold or will, or those that are over. */
export function WindowList({ marked, onEdit }: WindowListProps): ReactElement {
  const { may } = useServices();
  const [shown, setShown] = useState<Shown>('current');
  const { endWindow } = useSuppressionActions();
  const { data, error, refetch } = useWindows(shown);
  return (
    <>
      <ShownChoice shown={shown} onChange={setShown} />
      {!data ? (
        error ? (
          <ErrorFace error={error} onRetry={() => void refetch()} />
        ) : (
          <LoadingTable rows={3} />
        )
      ) : data.length === 0 ? (
        <EmptyFace
          iconName="calendar"
          title={i18n.translate('incidents.windows.empty.title', { defaultMessage: 'No maintenance is planned' })}
          body={i18n.translate('incidents.windows.empty.body', {
            defaultMessage:
              'In a maintenance window incidents open and nobody is told; what is still active at its end is told then.',
          })}
        />
      ) : (
        <SuppressionTable<MaintenanceWindowAnswer>
          caption={i18n.translate('incidents.windows.caption', { defaultMessage: 'Maintenance windows' })}
          items={data}
          when={(window) => <When window={window} />}
          marked={marked}
          subject="incidentsWindow"
          {...(may.manage ? { onEdit, onEnd: ({ id }) => endWindow(id, () => undefined) } : {})}
        />
      )}
    </>
  );
}

function When({ window: { times, next } }: { readonly window: MaintenanceWindowAnswer }): ReactElement {
  if (times.type === 'once') {
    return <Subdued size="s">{span(Date.parse(times.starts_at), Date.parse(times.ends_at), ownZone())}</Subdued>;
  }
  return (
    <>
      <span>{describeRecurrence(times)}</span>
      <Occurrences next={next.slice(0, NEXT)} zone={times.time_zone} />
    </>
  );
}
