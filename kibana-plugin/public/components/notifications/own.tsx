import { i18n } from '@kbn/i18n';
import type { UserAnswer } from 'incident-core';
import type { ReactElement } from 'react';
import { useReader } from '../../hooks/directory';
import { EmptyFace, ErrorFace, LoadingTable } from '../face';

/** What is shown to somebody whom the backend knows; it does from the first time that they do something. */
export function Own({ render }: { readonly render: (me: UserAnswer) => ReactElement }): ReactElement {
  const { me, error, retry } = useReader();
  if (error !== undefined) return <ErrorFace error={error} onRetry={retry} />;
  if (me === undefined) return <LoadingTable rows={3} />;
  if (me === null) {
    return (
      <EmptyFace
        iconName="user"
        title={i18n.translate('incidents.own.unknown.title', { defaultMessage: 'The backend does not know you yet' })}
        body={i18n.translate('incidents.own.unknown.body', {
          defaultMessage: 'It meets you when you first act here. Without users in Kibana it cannot.',
        })}
      />
    );
  }
  return render(me);
}
