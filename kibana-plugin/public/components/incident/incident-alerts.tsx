import { EuiAccordion, EuiBadge, EuiCodeBlock, EuiDescriptionList, EuiPanel, EuiSpacer } from '@elastic/eui';
import { i18n } from '@kbn/i18n';
import type { IncidentAlertAnswer, IncidentDetail } from 'incident-core';
import type { ReactElement, ReactNode } from 'react';
import { At } from '../age';
import { AlertText, WholeText } from '../alert-text';
import { SeverityMark } from '../badges';
import { Subdued } from '../small';
import { cut, plain } from '../text';

/** The alerts of the incident, with all that was sent along. */
export function IncidentAlerts({ incident }: { readonly incident: IncidentDetail }): ReactElement {
  return (
    <>
      {incident.alerts.map((alert) => (
        <div key={alert.id} data-test-subj="incidentsAlert">
          <EuiPanel hasBorder hasShadow={false} paddingSize="m">
            <AlertPart alert={alert} isAlone={incident.alerts.length === 1} />
          </EuiPanel>
          <EuiSpacer size="s" />
        </div>
      ))}
      {incident.alerts_total > incident.alerts.length && (
        <Subdued size="s">
          {i18n.translate('incidents.alerts.more', {
            defaultMessage: 'The first {shown} of {total} are shown.',
            values: { shown: incident.alerts.length, total: incident.alerts_total },
          })}
        </Subdued>
      )}
    </>
  );
}

interface AlertPartProps {
  readonly alert: IncidentAlertAnswer;
  readonly isAlone: boolean;
}

function AlertPart({ alert, isAlone }: AlertPartProps): ReactElement {
  return (
    <EuiAccordion
      id={`incidents-alert-${alert.id}`}
      initialIsOpen={isAlone}
      buttonContent={<AlertText text={alert.name} lines={1} />}
      extraAction={
        <EuiBadge color={alert.status === 'active' ? 'danger' : 'success'}>
          {alert.status === 'active'
            ? i18n.translate('incidents.alert.active', { defaultMessage: 'Active' })
            : i18n.translate('incidents.alert.recovered', { defaultMessage: 'Recovered' })}
        </EuiBadge>
      }
      paddingSize="s"
      css={narrowing}
    >
      <EuiDescriptionList
        type="column"
        compressed
        columnWidths={[1, 3]}
        listItems={factsOf(alert).map(([title, description]) => ({ title, description }))}
      />
      <EuiSpacer size="s" />
      <EuiCodeBlock language="json" fontSize="s" paddingSize="s" overflowHeight={280} isCopyable>
        {cut(toJson(alert.metadata), LONGEST)}
      </EuiCodeBlock>
    </EuiAccordion>
  );
}

/** A long name gives way to what stands beside it. */
const narrowing = {
  '.euiAccordion__triggerWrapper, .euiAccordion__button, .euiAccordion__buttonContent': { minWidth: 0 },
};

const LONGEST = 50_000;

/** Characters that nobody sees are written out: here somebody looks for what was really sent. */
function toJson(metadata: unknown): string {
  return JSON.stringify(metadata, null, 2).replaceAll(
    /[\u200b-\u200f\u202a-\u202e\u2060-\u2069\ufeff]/g,
    (character) => `\\u${character.charCodeAt(0).toString(16).padStart(4, '0')}`,
  );
}

function factsOf(alert: IncidentAlertAnswer): readonly (readonly [string, NonNullable<ReactNode>])[] {
  const texts: readonly (readonly [string, string | null])[] = [
    [i18n.translate('incidents.alert.value', { defaultMessage: 'Value' }), alert.value],
    [i18n.translate('incidents.alert.threshold', { defaultMessage: 'Threshold' }), alert.threshold],
    [i18n.translate('incidents.alert.rule', { defaultMessage: 'Rule' }), alert.rule.name],
    [i18n.translate('incidents.alert.type', { defaultMessage: 'Rule type' }), alert.rule.type],
    [i18n.translate('incidents.alert.group', { defaultMessage: 'Action group' }), alert.action_group],
    [i18n.translate('incidents.alert.space', { defaultMessage: 'Space' }), alert.space],
    [i18n.translate('incidents.alert.key', { defaultMessage: 'Dedup key' }), alert.dedup_key],
    [i18n.translate('incidents.alert.episode', { defaultMessage: 'Episode' }), alert.episode],
  ];
  return [
    ...(alert.reason === null
      ? []
      : [
          [
            i18n.translate('incidents.alert.reason', { defaultMessage: 'Reason' }),
            <WholeText key="reason" text={alert.reason} />,
          ] as const,
        ]),
    [
      i18n.translate('incidents.alert.severity', { defaultMessage: 'Severity' }),
      <SeverityMark key="severity" severity={alert.severity} />,
    ],
    ...texts.flatMap(([title, value]) =>
      value === null || value === '' ? [] : [[title, <AlertText key={title} text={value} most={500} />] as const],
    ),
    ...(alert.tags.length === 0 ? [] : [tagsOf(alert.tags)]),
    [
      i18n.translate('incidents.alert.seen', { defaultMessage: 'Seen' }),
      <span key="seen">
        <At time={alert.first_seen_at} /> – <At time={alert.last_seen_at} /> ({alert.count})
      </span>,
    ],
  ];
}

const MOST_TAGS = 50;

function tagsOf(tags: readonly string[]): readonly [string, NonNullable<ReactNode>] {
  return [
    i18n.translate('incidents.alert.tags', { defaultMessage: 'Tags' }),
    <span key="tags">
      {tags.slice(0, MOST_TAGS).map((tag, index) => (
        <EuiBadge key={index} color="hollow">
          <bdi>{plain(tag, 60)}</bdi>
        </EuiBadge>
      ))}
    </span>,
  ];
}
