import { i18n } from '@kbn/i18n';
import type { SilenceAnswer } from 'incident-core';
import { useState, type ReactElement } from 'react';
import type { Shown } from '../../api/suppressions';
import { useServices } from '../../hooks/services';
import { useSilences, useSuppressionActions } from '../../hooks/suppressions';
import { EmptyFace, ErrorFace, LoadingTable } from '../face';
import { Subdued } from '../small';
import { ownZone } from '../time/zone';
import { span } from './occurrences';
import { ShownChoice } from './shown-choice';
import { SuppressionTable } from './suppression-table';

interface SilenceListProps {
  readonly marked: string | null;
  readonly onEdit: (silence: SilenceAnswer) => void;
}

/** Silences that hold or will, or those that are over. */
export function SilenceList({ marked, onEdit }: SilenceListProps): ReactElement {
  const { may } = useServices();
  const [shown, setShown] = useState<Shown>('current');
  const { endSilence } = useSuppressionActions();
  const { data, error, refetch } = useSilences(shown);
  const zone = ownZone();
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
          iconName="bell"
          title={i18n.translate('incidents.silences.empty.title', { defaultMessage: 'Nothing is silenced' })}
          body={i18n.translate('incidents.silences.empty.body', {
            defaultMessage:
              'A silence holds the escalation of incidents for a while: they open, nobody is told, and what is still active at its end is told then.',
          })}
        />
      ) : (
        <SuppressionTable<SilenceAnswer>
          caption={i18n.translate('incidents.silences.caption', { defaultMessage: 'Silences' })}
          items={data}
          when={({ starts_at, ends_at, ended_at }) => (
            <Subdued size="s">{span(Date.parse(starts_at), Date.parse(ended_at ?? ends_at), zone)}</Subdued>
          )}
          marked={marked}
          subject="incidentsSilence"
          {...(may.respond ? { onEdit, onEnd: ({ id }) => endSilence(id, () => undefined) } : {})}
        />
      )}
    </>
  );
}
