import {
  EuiBasicTable,
  EuiButton,
  EuiButtonEmpty,
  EuiCallOut,
  EuiFlexGroup,
  EuiFlexItem,
  EuiFlyout,
  EuiFlyoutBody,
  EuiFlyoutFooter,
  EuiFlyoutHeader,
  EuiFormRow,
  EuiSpacer,
  EuiTextArea,
  EuiTitle,
} from '@elastic/eui';
import { i18n } from '@kbn/i18n';
import type { ImportAnswer, ImportProblem } from 'incident-core';
import { useState, type ReactElement } from 'react';
import { useAccessApi, useAccessChanges } from '../../hooks/access';
import { AlertText } from '../alert-text';
import { icon } from '../icon';
import { Refusal } from '../refusal';

const EXAMPLE = 'name,username,time_zone,teams,email\nAda Lovelace,ada,Europe/London,Payments,ada@example.com';

/** People from a table: tried first, with every mistake by its place, then made all at once. */
export function ImportFlyout({ onClose }: { readonly onClose: () => void }): ReactElement {
  const api = useAccessApi();
  const { attempt, isRunning } = useAccessChanges();
  const [csv, setCsv] = useState('');
  const [tried, setTried] = useState<ImportAnswer | undefined>(undefined);
  const [refused, setRefused] = useState<unknown>(undefined);
  const title = i18n.translate('incidents.import.title', { defaultMessage: 'Import people' });
  const change = (text: string) => {
    setCsv(text);
    setTried(undefined);
    setRefused(undefined);
  };
  const run = (isDry: boolean) => attempt(() => api.importPeople(csv, isDry), setTried, setRefused);
  const isReady = tried !== undefined && !tried.applied && tried.problems.length === 0 && tried.created.length > 0;
  return (
    <EuiFlyout ownFocus size="m" onClose={onClose} aria-label={title} data-test-subj="incidentsImportFlyout">
      <EuiFlyoutHeader hasBorder>
        <EuiTitle size="s">
          <h2>{title}</h2>
        </EuiTitle>
      </EuiFlyoutHeader>
      <EuiFlyoutBody>
        <Refusal error={refused} />
        <EuiFormRow
          fullWidth
          label={i18n.translate('incidents.import.table', { defaultMessage: 'Table (CSV)' })}
          helpText={i18n.translate('incidents.import.help', {
            defaultMessage:
              'Columns: name, username, and where wanted time_zone, teams (separated by |), email, slack, sms, voice. Who is known stays as they are.',
          })}
        >
          <EuiTextArea
            fullWidth
            rows={10}
            value={csv}
            placeholder={EXAMPLE}
            onChange={({ target }) => change(target.value)}
            data-test-subj="incidentsImportTable"
          />
        </EuiFormRow>
        <EuiSpacer size="m" />
        {tried && <Outcome of={tried} />}
      </EuiFlyoutBody>
      <EuiFlyoutFooter>
        <EuiFlexGroup justifyContent="spaceBetween">
          <EuiFlexItem grow={false}>
            <EuiButtonEmpty onClick={onClose}>
              {i18n.translate('incidents.import.close', { defaultMessage: 'Close' })}
            </EuiButtonEmpty>
          </EuiFlexItem>
          <EuiFlexItem grow={false}>
            {isReady ? (
              <EuiButton fill onClick={() => run(false)} isLoading={isRunning} data-test-subj="incidentsImportApply">
                {i18n.translate('incidents.import.apply', {
                  defaultMessage: 'Make {count, plural, one {# person} other {# people}}',
                  values: { count: tried.created.length },
                })}
              </EuiButton>
            ) : (
              <EuiButton
                fill
                onClick={() => run(true)}
                isLoading={isRunning}
                isDisabled={csv.trim() === ''}
                data-test-subj="incidentsImportTry"
              >
                {i18n.translate('incidents.import.try', { defaultMessage: 'Try it' })}
              </EuiButton>
            )}
          </EuiFlexItem>
        </EuiFlexGroup>
      </EuiFlyoutFooter>
    </EuiFlyout>
  );
}

function Outcome({ of: { applied, created, known, problems } }: { readonly of: ImportAnswer }): ReactElement {
  const people = { created: created.length, known: known.length };
  if (problems.length > 0) {
    return (
      <>
        <EuiCallOut
          size="s"
          color="danger"
          iconType={icon('error')}
          role="alert"
          title={i18n.translate('incidents.import.problems', {
            defaultMessage: '{count, plural, one {# mistake} other {# mistakes}}: nothing is made until all are mended',
            values: { count: problems.length },
          })}
          data-test-subj="incidentsImportProblems"
        />
        <EuiSpacer size="s" />
        <EuiBasicTable<ImportProblem>
          compressed
          tableCaption={i18n.translate('incidents.import.caption', {
            defaultMessage: 'Mistakes in the table, by line',
          })}
          items={[...problems]}
          columns={[
            { field: 'line', name: i18n.translate('incidents.import.line', { defaultMessage: 'Line' }), width: '60px' },
            {
              field: 'column',
              name: i18n.translate('incidents.import.column', { defaultMessage: 'Column' }),
              width: '110px',
              render: (column: string | null) => column ?? '–',
            },
            {
              field: 'found',
              name: i18n.translate('incidents.import.found', { defaultMessage: 'Found' }),
              render: (found: string) => <AlertText text={found} most={100} />,
            },
            {
              field: 'expected',
              name: i18n.translate('incidents.import.expected', { defaultMessage: 'Expected' }),
              render: (expected: string) => <AlertText text={expected} most={200} />,
            },
          ]}
        />
      </>
    );
  }
  return (
    <EuiCallOut
      size="s"
      color="success"
      iconType={icon('check')}
      role="status"
      title={
        applied
          ? i18n.translate('incidents.import.done', {
              defaultMessage: '{created, plural, one {# person was} other {# people were}} made, {known} were known',
              values: people,
            })
          : i18n.translate('incidents.import.fits', {
              defaultMessage: '{created, plural, one {# person} other {# people}} would be made, {known} are known',
              values: people,
            })
      }
      data-test-subj="incidentsImportOutcome"
    />
  );
}
