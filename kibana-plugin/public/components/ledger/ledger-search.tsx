import { EuiFieldSearch, EuiFormRow } from '@elastic/eui';
import { i18n } from '@kbn/i18n';
import { useMemo, useState, type ReactElement } from 'react';
import { createLedgerApi } from '../../api/ledger';
import { useServices } from '../../hooks/services';
import { useUrlParams } from '../../hooks/url-params';
import { readSought } from './ledger-query';

/** Finds by what people have at hand: the id of an event, as Kibana's log has it, an incident's number, or its id. */
export function LedgerSearch(): ReactElement {
  const { api } = useServices();
  const { params, change } = useUrlParams();
  const calls = useMemo(() => createLedgerApi(api.caller), [api]);
  const present = params.get('event') ?? params.get('incident') ?? '';
  const [typed, setTyped] = useState(present);
  const [problem, setProblem] = useState<string | null>(null);
  const show = (found: { readonly event?: string; readonly incident?: string }) =>
    change({ event: found.event ?? null, incident: found.incident ?? null, cursor: null });
  const seek = async (text: string) => {
    setProblem(null);
    if (text.trim() === '') return show({});
    const sought = readSought(text);
    if (sought === null) return setProblem(whatIsExpected());
    try {
      if (sought.kind === 'number') {
        const { items } = await api.incidents({ q: `#${sought.number}`, limit: 1 });
        return items[0] ? show({ incident: items[0].id }) : setProblem(noSuch());
      }
      const { items } = await calls.ledger({ event: sought.id, limit: 1 });
      show(items.length > 0 ? { event: sought.id } : { incident: sought.id });
    } catch (error) {
      setProblem(error instanceof Error ? error.message : String(error));
    }
  };
  const label = i18n.translate('incidents.ledger.search', { defaultMessage: 'Event or incident' });
  return (
    <EuiFormRow fullWidth isInvalid={problem !== null} {...(problem === null ? {} : { error: problem })}>
      <EuiFieldSearch
        fullWidth
        compressed
        aria-label={label}
        placeholder={i18n.translate('incidents.ledger.searchFor', {
          defaultMessage: 'Id of an event, or an incident as #12',
        })}
        value={typed}
        isInvalid={problem !== null}
        onChange={({ target }) => setTyped(target.value)}
        onSearch={(text) => void seek(text)}
        data-test-subj="incidentsLedgerSearch"
      />
    </EuiFormRow>
  );
}

function whatIsExpected(): string {
  return i18n.translate('incidents.ledger.expected', {
    defaultMessage: 'Expected the id of an event or an incident, or the number of an incident.',
  });
}

function noSuch(): string {
  return i18n.translate('incidents.ledger.noSuch', { defaultMessage: 'There is no incident with this number.' });
}
