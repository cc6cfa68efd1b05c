import { euiPaletteColorBlind, useEuiTheme } from '@elastic/eui';

/** Strong ones first: the newest EUI has each twice, strong and pale. */
const ORDER = [0, 2, 4, 6, 8, 1, 3, 5, 7, 9] as const;

/** Each person has a colour; it never says anything that is not written too. */
export function usePersonColor(person: number): string {
  const { colors } = useEuiTheme().euiTheme;
  const palette = euiPaletteColorBlind();
  return palette[ORDER[Math.max(0, person) % ORDER.length] ?? 0] ?? colors.primary;
}
