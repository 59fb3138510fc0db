import {
  ActionIcon,
  Button,
  Checkbox,
  Combobox,
  type CSSVariablesResolver,
  createTheme,
  defaultVariantColorsResolver,
  Input,
  type MantineColorsTuple,
  Menu,
  Modal,
  Notification,
  Popover,
  Radio,
  Tooltip,
  useComputedColorScheme,
  type VariantColorsResolver,
} from '@mantine/core'
import checkbox from './checkbox.module.css'
import combobox from './combobox.module.css'
import { colours, fonts, type Scheme, sizes, space } from './tokens.ts'

/** Mantine wants ten shades per colour and picks from them by index: 4 in the dark scheme, 7 in the light one. */
const shades = (
  light: string,
  lightHover: string,
  dark: string,
  darkHover: string,
  softLight: string,
  softDark: string,
) =>
  [
    softLight,
    softLight,
    softLight,
    darkHover,
    dark,
    darkHover,
    light,
    light,
    lightHover,
    softDark,
  ] as MantineColorsTuple

const { light, dark } = colours

/** Mantine's light components take their greys from here by index. */
const grays: MantineColorsTuple = [
  light.surface,
  light.hover,
  light.border,
  light.border,
  light.borderControl,
  light.textDisabled,
  light.textMuted,
  light.textMuted,
  light.text,
  light.text,
]

/** And its dark ones from here: text first, backgrounds last. */
const darks: MantineColorsTuple = [
  dark.text,
  dark.textMuted,
  dark.textMuted,
  dark.textMuted,
  dark.border,
  dark.hover,
  dark.raised,
  dark.page,
  dark.surface,
  dark.page,
]

const calendar = {
  defaultProps: {
    hideOutsideDates: true,
    ariaLabels: {
      previousMonth: 'Previous month',
      nextMonth: 'Next month',
      previousYear: 'Previous year',
      nextYear: 'Next year',
      previousDecade: 'Previous decade',
      nextDecade: 'Next decade',
    },
  },
}

/** Text on a filled button is dark on the light fills of the dark scheme: Mantine decides that once for both. */
const variantColors: VariantColorsResolver = (input) => {
  const usual = defaultVariantColorsResolver(input)
  return input.variant === 'filled' ? { ...usual, color: 'var(--lictor-on-accent)' } : usual
}

export const theme = createTheme({
  primaryColor: 'accent',
  primaryShade: { light: 7, dark: 4 },
  autoContrast: true,
  variantColorResolver: variantColors,
  colors: {
    gray: grays,
    dark: darks,
    accent: shades(light.accent, light.accentHover, dark.accent, dark.accentHover, light.accentSoft, dark.accentSoft),
    red: shades(light.danger, light.danger, dark.danger, dark.danger, light.dangerSoft, dark.dangerSoft),
    yellow: shades(light.warning, light.warning, dark.warning, dark.warning, light.warningSoft, dark.warningSoft),
    green: shades(light.success, light.success, dark.success, dark.success, light.successSoft, dark.successSoft),
  },
  white: light.page,
  black: light.text,
  fontFamily: fonts.text,
  fontFamilyMonospace: fonts.mono,
  fontSizes: {
    xs: `${sizes.smallText}px`,
    sm: `${sizes.text}px`,
    md: `${sizes.text}px`,
    lg: `${sizes.heading}px`,
    xl: `${sizes.pageTitle}px`,
  },
  lineHeights: { xs: '1.4', sm: '1.45', md: '1.45', lg: '1.4', xl: '1.3' },
  headings: {
    fontWeight: '600',
    sizes: {
      h1: { fontSize: `${sizes.pageTitle}px`, lineHeight: '1.3' },
      h2: { fontSize: `${sizes.heading}px`, lineHeight: '1.4' },
      h3: { fontSize: `${sizes.text}px`, lineHeight: '1.45' },
    },
  },
  spacing: {
    xs: `${space(2)}px`,
    sm: `${space(3)}px`,
    md: `${space(4)}px`,
    lg: `${space(6)}px`,
    xl: `${space(8)}px`,
  },
  defaultRadius: 'sm',
  radius: { sm: `${sizes.radius}px` },
  focusRing: 'auto',
  cursorType: 'pointer',
  respectReducedMotion: true,
  components: {
    Button: Button.extend({
      vars: (_theme, { size }) =>
        size === undefined || size === 'sm'
          ? { root: { '--button-height': `${sizes.control}px`, '--button-padding-x': `${space(3)}px` } }
          : { root: {} },
    }),
    ActionIcon: ActionIcon.extend({
      defaultProps: { variant: 'subtle', color: 'gray' },
      vars: (_theme, { size }) => (size === undefined ? { root: { '--ai-size': `${sizes.control}px` } } : { root: {} }),
    }),
    Input: Input.extend({
      vars: (_theme, { size, error }) => ({
        wrapper: {
          '--input-height': size === undefined || size === 'sm' ? `${sizes.control}px` : undefined,
          '--input-bd': error ? undefined : 'var(--lictor-border-control)',
        },
      }),
    }),
    Checkbox: Checkbox.extend({ classNames: { input: checkbox.input } }),
    Radio: Radio.extend({ classNames: { radio: checkbox.input } }),
    // Every list of options there is, whichever input opens it.
    ComboboxOption: Combobox.Option.extend({ defaultProps: { classNames: { option: combobox.option } } }),
    DateInput: calendar,
    DatePicker: calendar,
    DatePickerInput: calendar,
    CloseButton: { defaultProps: { 'aria-label': 'Close' } },
    Notification: Notification.extend({
      defaultProps: { withBorder: true, closeButtonProps: { 'aria-label': 'Close' } },
      styles: {
        root: { paddingInlineStart: space(4), alignItems: 'flex-start' },
        icon: {
          width: 'auto',
          height: 'auto',
          marginInlineEnd: space(2),
          backgroundColor: 'transparent',
          color: 'var(--notification-color)',
        },
      },
    }),
    InputWrapper: Input.Wrapper.extend({
      // The description stands below, so that controls side by side stand in one line.
      defaultProps: { inputWrapperOrder: ['label', 'input', 'description', 'error'] },
      styles: { label: { fontWeight: 500, marginBottom: space(1) }, description: { marginTop: space(1) } },
    }),
    Tooltip: Tooltip.extend({ defaultProps: { openDelay: 400, transitionProps: { duration: 0 } } }),
    Popover: Popover.extend({ defaultProps: { transitionProps: { duration: 0 }, shadow: 'sm' } }),
    // Only the page area scrolls, so there is nothing to lock; the lock would write a style element of its own.
    Modal: Modal.extend({
      defaultProps: {
        transitionProps: { duration: 0 },
        centered: true,
        lockScroll: false,
        styles: { title: { fontSize: sizes.heading, fontWeight: 600 } },
        overlayProps: { color: 'var(--lictor-veil)', backgroundOpacity: 1 },
        attributes: { header: { role: 'presentation' } },
      },
    }),
    Menu: Menu.extend({ defaultProps: { withInitialFocusPlaceholder: false, transitionProps: { duration: 0 } } }),
  },
})

const kebab = (name: string) => name.replace(/[A-Z]/g, (letter) => `-${letter.toLowerCase()}`)

/** Every colour as `--lictor-<name>` for the style sheets, and Mantine's own names for the same things. */
const variablesOf = (scheme: Scheme): Record<string, string> => {
  const c = colours[scheme]
  return {
    ...Object.fromEntries(Object.entries(c).map(([name, value]) => [`--lictor-${kebab(name)}`, value])),
    '--mantine-color-body': c.page,
    '--mantine-color-text': c.text,
    '--mantine-color-bright': c.text,
    '--mantine-color-dimmed': c.textMuted,
    '--mantine-color-placeholder': c.textMuted,
    '--mantine-color-anchor': c.accentText,
    '--mantine-color-error': c.danger,
    '--mantine-color-success': c.success,
    '--mantine-color-default': c.raised,
    '--mantine-color-default-hover': c.hover,
    '--mantine-color-default-color': c.text,
    '--mantine-color-default-border': c.borderControl,
    '--mantine-color-disabled': c.surface,
    '--mantine-color-disabled-color': c.textDisabled,
    '--mantine-color-disabled-border': c.border,
    '--mantine-color-accent-light': c.accentSoft,
    '--mantine-color-accent-light-hover': c.accentSoft,
    '--mantine-color-accent-light-color': c.accentText,
    '--mantine-color-accent-text': c.accentText,
    '--mantine-color-red-text': c.danger,
    '--mantine-color-yellow-text': c.warning,
    '--mantine-color-green-text': c.success,
    '--mantine-color-red-light': c.dangerSoft,
    '--mantine-color-red-light-color': c.danger,
    '--mantine-color-yellow-light': c.warningSoft,
    '--mantine-color-yellow-light-color': c.warning,
    '--mantine-color-green-light': c.successSoft,
    '--mantine-color-green-light-color': c.success,
    '--mantine-color-gray-light': c.hover,
    '--mantine-color-gray-light-hover': c.hover,
    '--mantine-color-gray-light-color': c.textMuted,
    '--mantine-color-gray-text': c.textMuted,
  }
}

export const cssVariables: CSSVariablesResolver = () => ({
  variables: {
    '--lictor-radius': `${sizes.radius}px`,
    '--lictor-rail-width': `${sizes.rail}px`,
    '--lictor-rail-icons-width': `${sizes.railIcons}px`,
    '--lictor-header-height': `${sizes.header}px`,
    '--lictor-status-height': `${sizes.statusBar}px`,
    '--lictor-grid-row': `${sizes.gridRow}px`,
    '--lictor-grid-text': `${sizes.gridText}px`,
    '--lictor-mono': fonts.mono,
  },
  light: variablesOf('light'),
  dark: variablesOf('dark'),
})

/** Which of the two schemes is shown right now, for what is not styled by CSS (charts, grids). */
export const useScheme = (): Scheme => useComputedColorScheme('light', { getInitialValueInEffect: false })
