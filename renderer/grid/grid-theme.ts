import { themeQuartz } from 'ag-grid-community'
import { colours, fonts, type Scheme, sizes } from '../design/tokens.ts'

const paramsOf = (scheme: Scheme) => {
  const c = colours[scheme]
  return {
    accentColor: c.accent,
    backgroundColor: c.page,
    dataBackgroundColor: c.page,
    foregroundColor: c.text,
    cellTextColor: c.text,
    borderColor: c.border,
    chromeBackgroundColor: c.surface,
    headerBackgroundColor: c.surface,
    headerTextColor: c.text,
    menuBackgroundColor: c.raised,
    tooltipBackgroundColor: c.raised,
    tooltipTextColor: c.text,
    rowHoverColor: c.hover,
    selectedRowBackgroundColor: c.accentSoft,
    oddRowBackgroundColor: c.page,
    inputBackgroundColor: c.page,
    inputTextColor: c.text,
    iconColor: c.textMuted,
    subtleTextColor: c.textMuted,
    browserColorScheme: scheme,
  } as const
}

/** One theme for all tables; which of its two modes holds is said by `data-ag-theme-mode` around them. */
export const gridTheme = themeQuartz
  .withParams({
    fontFamily: fonts.text,
    headerFontFamily: fonts.text,
    cellFontFamily: fonts.text,
    fontSize: sizes.gridText,
    dataFontSize: sizes.gridText,
    headerFontSize: sizes.gridText,
    headerFontWeight: 600,
    rowHeight: sizes.gridRow,
    headerHeight: sizes.gridHeader,
    cellHorizontalPadding: 10,
    spacing: 6,
    iconSize: 14,
    borderRadius: sizes.radius,
    wrapperBorderRadius: 0,
    wrapperBorder: false,
    headerColumnResizeHandleHeight: '40%',
  })
  .withParams(paramsOf('light'), 'light')
  .withParams(paramsOf('dark'), 'dark')
