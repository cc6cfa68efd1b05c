import { EuiSpacer } from '@elastic/eui';
import { i18n } from '@kbn/i18n';
import type { ReactElement } from 'react';
import { ShownOnce } from '../shown-once';
import { isolate } from '../text';
import { ConnectLines } from './connect-lines';

interface TokenDialogProps {
  readonly source: string;
  readonly token: string;
  /** Another one is live: whatever uses it goes on until it is revoked. */
  readonly isRotation: boolean;
  readonly onClose: () => void;
}

/** A source's new token, with what to paste into Kibana. */
export function TokenDialog({ source, token, isRotation, onClose }: TokenDialogProps): ReactElement {
  return (
    <ShownOnce
      title={i18n.translate('incidents.token.title', {
        defaultMessage: 'A new token for {source}',
        values: { source: isolate(source, 60) },
      })}
      token={token}
      hint={
        isRotation
          ? i18n.translate('incidents.token.rotation', {
              defaultMessage:
                'The token before it stays live. Put this one in its place, see that it is used, and then revoke the old one.',
            })
          : undefined
      }
      onClose={onClose}
      subject="incidentsToken"
    >
      <EuiSpacer size="l" />
      <ConnectLines token={token} headingElement="h2" />
    </ShownOnce>
  );
}
