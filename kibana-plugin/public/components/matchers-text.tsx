import { EuiBadge } from '@elastic/eui';
import { i18n } from '@kbn/i18n';
import type { Matchers } from 'incident-core';
import type { ReactElement } from 'react';
import { plain } from './text';
import { Small, Subdued } from './small';

interface MatchersTextProps {
  readonly matchers: Matchers;
  /** Dimensions that only some have. */
  readonly others?: readonly (readonly [string, readonly string[] | undefined])[];
}

/** What must hold, each dimension with the values of which any may be. */
export function MatchersText({ matchers, others = [] }: MatchersTextProps): ReactElement {
  const { service, environment, severity, tags } = matchers;
  const dimensions: readonly (readonly [string, readonly string[] | undefined])[] = [
    [i18n.translate('incidents.matchers.service', { defaultMessage: 'service' }), service],
    [i18n.translate('incidents.matchers.environment', { defaultMessage: 'environment' }), environment],
    [i18n.translate('incidents.matchers.severity', { defaultMessage: 'severity' }), severity],
    [i18n.translate('incidents.matchers.tags', { defaultMessage: 'tag' }), tags],
    ...others,
  ];
  const present = dimensions.filter((dimension): dimension is readonly [string, readonly string[]] => {
    return dimension[1] !== undefined;
  });
  if (present.length === 0) {
    return (
      <Subdued size="s">{i18n.translate('incidents.matchers.everything', { defaultMessage: 'everything' })}</Subdued>
    );
  }
  return (
    <div css={{ display: 'flex', flexWrap: 'wrap', gap: 4, alignItems: 'center' }}>
      {present.map(([name, values]) => (
        <span
          key={name}
          css={{ display: 'inline-flex', flexWrap: 'wrap', gap: 4, alignItems: 'center', marginInlineEnd: 8 }}
        >
          <Small>{name}</Small>
          {values.slice(0, MOST).map((value) => (
            <EuiBadge key={value} color="hollow">
              <bdi>{plain(value, 60)}</bdi>
            </EuiBadge>
          ))}
          {values.length > MOST && <EuiBadge color="hollow">{`+${values.length - MOST}`}</EuiBadge>}
        </span>
      ))}
    </div>
  );
}

const MOST = 20;
