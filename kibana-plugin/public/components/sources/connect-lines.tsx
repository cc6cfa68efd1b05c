import { EuiCodeBlock, EuiSteps, EuiText } from '@elastic/eui';
import { i18n } from '@kbn/i18n';
import { PAYLOAD_TEMPLATES } from 'incident-core';
import type { ReactElement } from 'react';
import { useStatus } from '../../hooks/directory';

interface ConnectLinesProps {
  readonly token?: string;
  /** The level below the heading that it stands under. */
  readonly headingElement?: 'h2' | 'h3';
}

/** What to do in Kibana so that its alerts come here, with the lines to paste. The token is there only when it was just made. */
export function ConnectLines({ token, headingElement = 'h3' }: ConnectLinesProps): ReactElement {
  const { data: status } = useStatus();
  const address = `${status?.backend.address ?? 'https://incidents.example.com'}/v1/alerts/elastic`;
  const password = token ?? i18n.translate('incidents.connect.token', { defaultMessage: '<a token of the source>' });
  return (
    <EuiSteps
      titleSize="xs"
      headingElement={headingElement}
      css={{ '.euiStep__content': { marginBlockStart: 4, paddingBlock: '0 16px' } }}
      steps={[
        {
          title: i18n.translate('incidents.connect.connector', {
            defaultMessage: 'Make a connector of the type Webhook',
          }),
          children: (
            <>
              <EuiText size="s">
                <p>
                  {i18n.translate('incidents.connect.connectorText', {
                    defaultMessage:
                      'Stack Management, Connectors. Basic authentication keeps the token secret in every version of Kibana.',
                  })}
                </p>
              </EuiText>
              <Lines
                name={i18n.translate('incidents.connect.connectorLines', {
                  defaultMessage: 'Settings of the connector',
                })}
                text={`Method:          POST
URL:             ${address}
Authentication:  Basic
Username:        incidents
Password:        ${password}`}
              />
            </>
          ),
        },
        {
          title: i18n.translate('incidents.connect.active', {
            defaultMessage: 'In each rule, an action for each alert, on status changes',
          }),
          children: (
            <>
              <Hint
                text={i18n.translate('incidents.connect.activeText', {
                  defaultMessage: 'Run when: the threshold is met, or whatever the rule calls it. Body:',
                })}
              />
              <Lines
                name={i18n.translate('incidents.connect.activeLines', { defaultMessage: 'Body for active alerts' })}
                text={PAYLOAD_TEMPLATES.active}
              />
            </>
          ),
        },
        {
          title: i18n.translate('incidents.connect.recovered', {
            defaultMessage: 'And one that runs when the alert has recovered',
          }),
          children: (
            <>
              <Hint
                text={i18n.translate('incidents.connect.recoveredText', {
                  defaultMessage: 'Without it, incidents stay open until somebody resolves them. Body:',
                })}
              />
              <Lines
                name={i18n.translate('incidents.connect.recoveredLines', {
                  defaultMessage: 'Body for recovered alerts',
                })}
                text={PAYLOAD_TEMPLATES.recovered}
              />
            </>
          ),
        },
      ]}
    />
  );
}

function Hint({ text }: { readonly text: string }): ReactElement {
  return (
    <EuiText size="s">
      <p>{text}</p>
    </EuiText>
  );
}

function Lines({ name, text }: { readonly name: string; readonly text: string }): ReactElement {
  return (
    <div role="group" aria-label={name}>
      <EuiCodeBlock isCopyable fontSize="s" paddingSize="s" overflowHeight={180} whiteSpace="pre">
        {text}
      </EuiCodeBlock>
    </div>
  );
}
