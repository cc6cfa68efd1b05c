import { EuiButtonEmpty, useEuiTheme } from '@elastic/eui';
import { i18n } from '@kbn/i18n';
import type { ReactElement } from 'react';
import { STEPS, stepText, type Step } from './steps';

interface StepsBarProps {
  readonly current: Step;
  /** Whether there is anything to go on with. */
  readonly isOpen: boolean;
  readonly onGo: (step: Step) => void;
}

/** The steps in their order. EUI's own bar names its buttons otherwise than they read, which speech input stumbles over. */
export function StepsBar({ current, isOpen, onGo }: StepsBarProps): ReactElement {
  const { colors, border, size } = useEuiTheme().euiTheme;
  return (
    <nav aria-label={i18n.translate('incidents.setup.steps', { defaultMessage: 'Steps of the rule setup' })}>
      <ol
        css={{
          display: 'flex',
          flexWrap: 'wrap',
          gap: size.xs,
          borderBlockEnd: border.thin,
          paddingBlockEnd: size.xs,
        }}
      >
        {STEPS.map((step, place) => {
          const isCurrent = step === current;
          return (
            <li key={step} css={{ borderBlockEnd: `2px solid ${isCurrent ? colors.primary : 'transparent'}` }}>
              <EuiButtonEmpty
                size="s"
                color={isCurrent ? 'primary' : 'text'}
                isDisabled={!isOpen && !isCurrent && place > 0}
                onClick={() => onGo(step)}
                {...(isCurrent ? { 'aria-current': 'step' } : {})}
                data-test-subj={`incidentsSetupStep-${step}`}
              >
                {`${place + 1}. ${stepText(step)}`}
              </EuiButtonEmpty>
            </li>
          );
        })}
      </ol>
    </nav>
  );
}
