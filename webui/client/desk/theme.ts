import {
  type CSSVariablesResolver,
  createTheme,
  defaultVariantColorsResolver,
  type MantineColorsTuple,
  Modal,
  type VariantColorsResolver,
} from "@mantine/core";

/** Ten shades of the one accent colour; 6 is used on light, 3 on dark. */
const accent: MantineColorsTuple = [
  "#eaf2fc",
  "#d2e3f8",
  "#a8c9f0",
  "#7db4f5",
  "#5297e0",
  "#2f7cd0",
  "#1a5fb4",
  "#154e95",
  "#113f79",
  "#0d305c",
];

/** Mantine's greys in the dark, in the tone of our own surfaces. */
const dark: MantineColorsTuple = [
  "#e6eaf0",
  "#c3ccd7",
  "#a9b4c2",
  "#7b8796",
  "#4d5866",
  "#323a46",
  "#252b35",
  "#1c2129",
  "#161a20",
  "#14181e",
];

/** Filled things in the accent colour take our own ink, which has contrast in both themes. */
const colours: VariantColorsResolver = (input) => {
  const own = defaultVariantColorsResolver(input);
  const filled = input.variant === "filled" && (input.color === undefined || input.color === "accent");
  return filled ? { ...own, color: "var(--g-on-accent)", hoverColor: "var(--g-on-accent)" } : own;
};

export const theme = createTheme({
  variantColorResolver: colours,
  primaryColor: "accent",
  primaryShade: { light: 6, dark: 3 },
  autoContrast: true,
  colors: { accent, dark },
  fontFamily: "var(--g-font)",
  fontSizes: { xs: "12px", sm: "13px", md: "14px", lg: "16px", xl: "20px" },
  spacing: { xs: "8px", sm: "8px", md: "12px", lg: "16px", xl: "24px" },
  defaultRadius: "sm",
  respectReducedMotion: true,
  cursorType: "pointer",
  // The page itself never scrolls, so nothing needs locking (which would write a style the policy refuses).
  components: {
    Modal: Modal.extend({
      defaultProps: { padding: "lg", lockScroll: false, transitionProps: { duration: 100 } },
    }),
  },
});

/** Mantine's own variables, led back to ours: its defaults for soft and placeholder text lack contrast. */
export const cssVariables: CSSVariablesResolver = () => {
  const shared = {
    "--mantine-color-body": "var(--g-surface)",
    "--mantine-color-text": "var(--g-text)",
    "--mantine-color-bright": "var(--g-text)",
    "--mantine-color-dimmed": "var(--g-text-soft)",
    "--mantine-color-placeholder": "var(--g-text-soft)",
    "--mantine-color-anchor": "var(--g-accent)",
    "--mantine-color-error": "var(--g-red)",
    "--mantine-color-default": "var(--g-surface)",
    "--mantine-color-default-hover": "var(--g-hover)",
    "--mantine-color-default-color": "var(--g-text)",
    "--mantine-color-default-border": "var(--g-line-strong)",
    "--mantine-color-disabled": "var(--g-sunken)",
    "--mantine-color-disabled-color": "var(--g-text-soft)",
    "--mantine-primary-color-filled": "var(--g-accent)",
    "--mantine-primary-color-filled-hover": "var(--g-accent-hover)",
    "--mantine-primary-color-contrast": "var(--g-on-accent)",
    "--mantine-primary-color-light": "var(--g-accent-soft)",
    "--mantine-primary-color-light-color": "var(--g-accent)",
  };
  return { variables: shared, light: shared, dark: shared };
};
