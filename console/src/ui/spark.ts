// The geometry of a spark line. Pure.
export type Point = readonly [x: number, y: number]

const PADDING = 3

/** `values` spread over the box; a flat series lies in the middle, a single value becomes a level line. */
export function sparkPoints(values: readonly number[], width: number, height: number): Point[] {
  if (values.length === 0) return []
  const series = values.length === 1 ? [values[0] as number, values[0] as number] : values
  const least = Math.min(...series)
  const span = Math.max(...series) - least
  return series.map((value, index) => {
    const level = span === 0 ? 0.5 : (value - least) / span
    return [round((index / (series.length - 1)) * width), round(height - PADDING - level * (height - 2 * PADDING))]
  })
}

/** The line through `points` as SVG path data. */
export function linePath(points: readonly Point[]): string {
  return points.map(([x, y], index) => `${index === 0 ? 'M' : 'L'}${x} ${y}`).join('')
}

/** The area between the line and the floor. */
export function areaPath(points: readonly Point[], height: number): string {
  const first = points[0]
  const last = points.at(-1)
  return first && last ? `${linePath(points)}L${last[0]} ${height}L${first[0]} ${height}Z` : ''
}

function round(value: number): number {
  return Math.round(value * 100) / 100
}
