import { EuiFilterButton, EuiPopover, EuiSelectable, type EuiSelectableOption } from '@elastic/eui';
import { i18n } from '@kbn/i18n';
import { useState, type ReactElement } from 'react';
import { arrow } from '../arrow';
import { ReadableOptions } from '../readable-options';
import { plain } from '../text';

export interface Choice {
  readonly value: string;
  readonly text: string;
}

interface ChoiceFilterProps {
  readonly name: string;
  readonly choices: readonly Choice[];
  readonly chosen: readonly string[];
  /** What is chosen is what is shown anyway. */
  readonly isUsual?: boolean;
  readonly onChoose: (chosen: readonly string[]) => void;
  /** Long lists can be searched; where any text may be meant, what is searched for can be taken as it is. */
  readonly search?: 'among' | 'any';
  /** Only one, as the backend takes them. */
  readonly single?: boolean;
  readonly subject: string;
}

type Option = EuiSelectableOption<{ readonly value?: string }>;

/** One button of the filter group, with what can be chosen behind it. */
export function ChoiceFilter({
  name,
  choices,
  chosen,
  isUsual = false,
  onChoose,
  search,
  single = false,
  subject,
}: ChoiceFilterProps): ReactElement {
  const [isOpen, setOpen] = useState(false);
  const [typed, setTyped] = useState('');
  const free = search === 'any' ? [typed.trim(), ...chosen] : [];
  const known = new Set(choices.map(({ value }) => value));
  const added = [...new Set(free)].filter((value) => value !== '' && !known.has(value));
  const options = [...choices, ...added.map((value) => ({ value, text: value }))].map(({ value, text }): Option => ({
    value,
    label: plain(text),
    ...(chosen.includes(value) ? { checked: 'on' as const } : {}),
    'data-test-subj': `${subject}-${value}`,
  }));
  const isActive = !isUsual && chosen.length > 0;
  const button = (
    <EuiFilterButton
      iconType={arrow('down')}
      onClick={() => setOpen(!isOpen)}
      isSelected={isOpen}
      hasActiveFilters={isActive}
      {...(isActive ? { numActiveFilters: chosen.length } : {})}
      data-test-subj={subject}
    >
      {name}
    </EuiFilterButton>
  );
  return (
    <EuiPopover
      button={button}
      isOpen={isOpen}
      closePopover={() => setOpen(false)}
      panelPaddingSize="none"
      anchorPosition="downLeft"
      aria-label={name}
    >
      <EuiSelectable<{ readonly value?: string }>
        aria-label={name}
        options={options}
        singleSelection={single}
        onChange={(given) => {
          onChoose(given.flatMap(({ checked, value }) => (checked === 'on' && value !== undefined ? [value] : [])));
          if (single) setOpen(false);
        }}
        {...(search === undefined
          ? {}
          : {
              searchable: true as const,
              searchProps: {
                compressed: true,
                placeholder:
                  search === 'any'
                    ? i18n.translate('incidents.filters.type', { defaultMessage: 'Type a name' })
                    : i18n.translate('incidents.filters.search', { defaultMessage: 'Search' }),
                onChange: setTyped,
              },
            })}
        emptyMessage={i18n.translate('incidents.filters.typeFirst', { defaultMessage: 'Type its whole name' })}
      >
        {(list, box) => (
          <div css={{ width: 240 }}>
            {box && <div css={{ padding: 8 }}>{box}</div>}
            <ReadableOptions>{list}</ReadableOptions>
          </div>
        )}
      </EuiSelectable>
    </EuiPopover>
  );
}
