declare const EuiButton: (props: { readonly iconType: string }) => null;

export const canary = () => <EuiButton iconType="arrowDown" />;
