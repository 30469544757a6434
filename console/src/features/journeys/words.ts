// What a node does, in the few words that fit on it. Not here: its form (components/).
import type { Action, JourneyNode, Span, Trigger, Wait } from '@/features/journeys/definition'
import type { FactGroup } from '@/ui/condition/facts'
import { conditionWords, type Say } from '@/ui/condition/words'

/** The name of a node: what somebody called it, else what kind it is. */
export function nodeTitle(node: JourneyNode, say: Say): string {
  if (node.label) return node.label
  return node.type === 'ACTION' ? say(`journeys.action.${node.action.kind}`) : say(`journeys.type.${node.type}`)
}

/** What it does; `facts` name what its conditions ask about. */
export function nodeWords(node: JourneyNode, facts: readonly FactGroup[], say: Say): string {
  switch (node.type) {
    case 'START':
      return triggerWords(node.trigger, say)
    case 'CONDITION':
      return node.branches.map((way) => `${way.branch}: ${conditionWords(way.rule, facts, say)}`).join(' · ')
    case 'ACTION':
      return actionWords(node.action, say)
    case 'WAIT':
      return waitWords(node.wait, say)
    case 'END':
      return say(node.is_goal ? 'journeys.words.end_goal' : 'journeys.words.end')
  }
}

/** How long, in words. */
export function spanWords(span: Span | undefined, say: Say): string {
  const parts = (['days', 'hours', 'minutes'] as const).filter((unit) => (span?.[unit] ?? 0) > 0)
  return parts.map((unit) => say(`journeys.span.${unit}`, { count: span?.[unit] ?? 0 })).join(' ')
}

function triggerWords(trigger: Trigger, say: Say): string {
  switch (trigger.kind) {
    case 'EVENT':
      return say('journeys.words.event', { type: trigger.event_type ?? '…' })
    case 'SEGMENT':
      return say('journeys.words.segment', { segment: trigger.segment_code ?? '…' })
    case 'SCHEDULE':
      return say('journeys.words.schedule', { cron: trigger.cron ?? '…', segment: trigger.segment_code ?? say('journeys.words.everybody') })
  }
}

function actionWords(action: Action, say: Say): string {
  switch (action.kind) {
    case 'SEND':
      return String(action.message?.['template_code'] ?? '') || say('journeys.words.unset')
    case 'AWARD_POINTS':
      return say('journeys.words.points', { points: action.points ?? 0 })
    case 'ISSUE_VOUCHER':
      return action.pool_code || say('journeys.words.unset')
    case 'ADD_TO_LIST':
    case 'REMOVE_FROM_LIST':
      return action.segment_code || say('journeys.words.unset')
    case 'SET_ATTRIBUTE':
      return action.name ? `${action.name} = ${JSON.stringify(action.value)}` : say('journeys.words.unset')
    case 'WEBHOOK':
      return action.name || say('journeys.words.unset')
  }
}

function waitWords(wait: Wait, say: Say): string {
  switch (wait.kind) {
    case 'DURATION':
      return spanWords(wait.duration, say)
    case 'UNTIL_LOCAL_TIME': {
      const days = (wait.weekdays ?? []).map((day) => say(`journeys.weekday.${day}`)).join(', ')
      return say(days ? 'journeys.words.until_time_on' : 'journeys.words.until_time', { time: wait.time ?? '…', days })
    }
    case 'UNTIL_DATE':
      return say('journeys.words.until_date', { field: wait.field ?? '…', days: wait.offset_days ?? 0, time: wait.time ?? '09:00' })
    case 'EVENT':
      return say('journeys.words.until_event', { type: wait.event_type ?? '…', span: spanWords(wait.timeout, say) })
    case 'SEGMENT':
      return say('journeys.words.until_event', { type: wait.segment_code ?? '…', span: spanWords(wait.timeout, say) })
  }
}
