import { EuiComboBox, EuiText } from '@elastic/eui';
import { i18n } from '@kbn/i18n';
import type { ReactElement } from 'react';
import { useUsers } from '../../hooks/directory';
import { AlertText } from '../alert-text';
import { moved, OrderButtons, without } from '../order-buttons';
import { plain } from '../text';

interface TurnListProps {
  readonly ids: readonly string[];
  readonly onChange: (ids: string[]) => void;
  readonly isInvalid: boolean;
}

/** Who takes turns, in the order of their turns; one may come several times. */
export function TurnList({ ids, onChange, isInvalid }: TurnListProps): ReactElement {
  const { data: users = [] } = useUsers();
  const nameOf = (id: string) => users.find((user) => user.id === id)?.name ?? '–';
  const label = i18n.translate('incidents.schedule.addPerson', { defaultMessage: 'Add a responder' });
  return (
    <>
      <ol>
        {ids.map((id, index) => (
          // One may stand there twice, and then has no key of their own.
          <li
            key={`${id}-${index}`}
            css={{ display: 'flex', alignItems: 'center', gap: 8 }}
            data-test-subj="incidentsTurn"
          >
            <EuiText size="s" css={{ flex: 1, minWidth: 0 }}>
              {index + 1}. <AlertText text={nameOf(id)} most={80} />
            </EuiText>
            <OrderButtons
              name={nameOf(id)}
              index={index}
              count={ids.length}
              onMove={(to) => onChange(moved(ids, index, to))}
              onRemove={() => onChange(without(ids, index))}
            />
          </li>
        ))}
      </ol>
      <EuiComboBox<string>
        compressed
        fullWidth
        aria-label={label}
        placeholder={label}
        singleSelection
        isInvalid={isInvalid}
        options={users.map(({ id, name }) => ({ label: plain(name, 80), value: id, key: id }))}
        selectedOptions={[]}
        onChange={([chosen]) => {
          if (chosen?.value !== undefined) onChange([...ids, chosen.value]);
        }}
        data-test-subj="incidentsTurnAdd"
      />
    </>
  );
}
