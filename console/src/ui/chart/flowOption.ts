// A stock over time with what came in and went out beneath it, as an ECharts option. Pure; the drawing is FlowChart.vue.
import type { BarSeriesOption, LineSeriesOption } from 'echarts/charts'
import type { GridComponentOption, TooltipComponentOption } from 'echarts/components'
import type { ComposeOption } from 'echarts/core'

import type { Format } from '@/lib/format'
import type { Palette } from '@/ui/chart/palette'

export type FlowOption = ComposeOption<LineSeriesOption | BarSeriesOption | GridComponentOption | TooltipComponentOption>

export interface FlowDay {
  on: string
  size: number
  entered: number
  left: number
}

export interface FlowWords {
  size: string
  entered: string
  left: string
}

interface Look {
  format: Format
  palette: Palette
  words: FlowWords
  isRightToLeft: boolean
}

/** Upper grid: size as an area. Lower grid: entered upwards, left downwards. Both share the days, which run with the script. */
export function flowOption(days: readonly FlowDay[], look: Look): FlowOption {
  const { palette } = look
  return {
    animationDuration: 300,
    textStyle: { fontFamily: palette.font, color: palette.text },
    grid: [
      { top: 12, bottom: 120, left: 44, right: 12, ...mirrored(look.isRightToLeft) },
      { height: 64, bottom: 28, left: 44, right: 12, ...mirrored(look.isRightToLeft) },
    ],
    xAxis: [dayAxis(days, look, 0), dayAxis(days, look, 1)],
    yAxis: [sizeAxis(look), flowAxis(days, look)],
    tooltip: tooltip(days, look),
    series: [
      {
        type: 'line',
        name: look.words.size,
        data: days.map((day) => day.size),
        showSymbol: days.length === 1,
        symbolSize: 7,
        lineStyle: { width: 2, color: palette.line },
        itemStyle: { color: palette.line },
        areaStyle: { color: palette.lineSoft },
      },
      bars(look.words.entered, days.map((day) => day.entered), palette.up, [3, 3, 0, 0]),
      bars(look.words.left, days.map((day) => -day.left), palette.down, [0, 0, 3, 3]),
    ],
  }
}

function dayAxis(days: readonly FlowDay[], { format, palette, isRightToLeft }: Look, gridIndex: number) {
  return {
    type: 'category' as const,
    gridIndex,
    inverse: isRightToLeft,
    data: days.map((day) => day.on),
    boundaryGap: true,
    axisTick: { show: false },
    axisLine: { lineStyle: { color: palette.grid }, onZero: true },
    axisLabel: { show: gridIndex === 1, color: palette.text, fontSize: 11, hideOverlap: true, formatter: (on: string) => format.shortDate(on) },
    axisPointer: { show: true, type: 'line' as const, lineStyle: { color: palette.text, type: 'dashed' as const }, label: { show: false } },
  }
}

// Labels stand where reading begins.
function mirrored(isRightToLeft: boolean): { left?: number; right?: number } {
  return isRightToLeft ? { left: 12, right: 44 } : {}
}

function sizeAxis(look: Look) {
  return { ...countAxis(look, 0), scale: true, splitNumber: 4, minInterval: 1 }
}

// As far up as down, with the zero in the middle and a label at each end: there is no room for more.
// The day on which everybody came in at once is cut at its end: the days after it would be too small to see.
function flowAxis(days: readonly FlowDay[], look: Look) {
  const usual = days.filter((day) => day.entered < day.size || day.left > 0)
  const most = Math.max(1, ...(usual.length > 0 ? usual : days).flatMap((day) => [day.entered, day.left]))
  return { ...countAxis(look, 1), min: -most, max: most, interval: most }
}

function countAxis({ format, palette, isRightToLeft }: Look, gridIndex: number) {
  return {
    type: 'value' as const,
    gridIndex,
    position: isRightToLeft ? ('right' as const) : ('left' as const),
    axisLabel: { color: palette.text, fontSize: 11, formatter: (value: number) => format.compact(Math.abs(value)) },
    splitLine: { lineStyle: { color: palette.grid } },
  }
}

function bars(name: string, data: number[], color: string, borderRadius: [number, number, number, number]): BarSeriesOption {
  return { type: 'bar', name, xAxisIndex: 1, yAxisIndex: 1, stack: 'flow', barMaxWidth: 14, data, itemStyle: { color, borderRadius } }
}

function tooltip(days: readonly FlowDay[], { format, words }: Look): TooltipComponentOption {
  return {
    trigger: 'axis',
    confine: true,
    className: 'chart-tooltip',
    borderWidth: 0,
    padding: 0,
    backgroundColor: 'transparent',
    formatter: (items) => {
      const day = days[(Array.isArray(items) ? items[0] : items)?.dataIndex ?? -1]
      if (!day) return ''
      return tooltipBody(format.longDate(day.on), [
        [words.size, format.number(day.size)],
        [words.entered, format.signed(day.entered)],
        [words.left, format.signed(-day.left)],
      ])
    },
  }
}

// An element, not a string: ECharts' own markup carries style attributes, which the Content-Security-Policy forbids.
function tooltipBody(title: string, rows: readonly (readonly [name: string, value: string])[]): HTMLElement {
  const body = document.createElement('div')
  body.append(element('strong', title))
  for (const [name, value] of rows) {
    const row = document.createElement('div')
    row.append(element('span', name), element('span', value))
    body.append(row)
  }
  return body
}

function element(tag: string, text: string): HTMLElement {
  const made = document.createElement(tag)
  made.textContent = text
  return made
}
