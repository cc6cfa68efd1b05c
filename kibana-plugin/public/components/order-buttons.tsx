import { EuiButtonIcon } from '@elastic/eui';
import { i18n } from '@kbn/i18n';
import type { ReactElement } from 'react';
import { icon } from './icon';
import { isolate } from './text';

interface OrderButtonsProps {
  /** What is moved, for who hears it. */
  readonly name: string;
  readonly index: number;
  readonly count: number;
  readonly onMove: (to: number) => void;
  readonly onRemove: () => void;
  readonly isDisabled?: boolean;
}

/** Up, down and away, for one of several in an order. */
export function OrderButtons({ name, index, count, onMove, onRemove, isDisabled }: OrderButtonsProps): ReactElement {
  const values = { name: isolate(name, 60) };
  return (
    <span css={{ display: 'inline-flex', flex: 'none' }}>
      <EuiButtonIcon
        iconType={icon('sortUp')}
        color="text"
        isDisabled={isDisabled === true || index === 0}
        aria-label={i18n.translate('incidents.order.up', { defaultMessage: 'Move {name} up', values })}
        onClick={() => onMove(index - 1)}
        data-test-subj="incidentsOrderUp"
      />
      <EuiButtonIcon
        iconType={icon('sortDown')}
        color="text"
        isDisabled={isDisabled === true || index === count - 1}
        aria-label={i18n.translate('incidents.order.down', { defaultMessage: 'Move {name} down', values })}
        onClick={() => onMove(index + 1)}
        data-test-subj="incidentsOrderDown"
      />
      <EuiButtonIcon
        iconType={icon('trash')}
        color="danger"
        isDisabled={isDisabled === true}
        aria-label={i18n.translate('incidents.order.remove', { defaultMessage: 'Remove {name}', values })}
        onClick={onRemove}
        data-test-subj="incidentsOrderRemove"
      />
    </span>
  );
}

/** The same list with one of its items in another place. */
export function moved<Item>(items: readonly Item[], from: number, to: number): Item[] {
  const rest = [...items];
  rest.splice(to, 0, ...rest.splice(from, 1));
  return rest;
}

/** The same list with another item in one place. */
export function replaced<Item>(items: readonly Item[], at: number, item: Item): Item[] {
  return items.map((each, index) => (index === at ? item : each));
}

export function without<Item>(items: readonly Item[], at: number): Item[] {
  return items.filter((_, index) => index !== at);
}
