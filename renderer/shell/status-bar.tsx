import { useEffect } from 'react'
import { useStore } from 'zustand'
import { TimeAgo } from '../feedback/time-ago.tsx'
import { formatNumber, formatPercent } from '../formats.ts'
import { link } from '../navigation.ts'
import { applicationStore, fleetStore, statusStore } from '../stores.ts'
import { useShownView } from './current-view.ts'
import classes from './status-bar.module.css'

const nameOf = (path: string): string => path.split(/[/\\]/).at(-1) ?? path

export const StatusBar = () => {
  const info = useStore(applicationStore, (state) => state.info)
  const lastImport = useStore(statusStore, (state) => state.lastImport)
  const gateway = useStore(fleetStore, (state) => state.gateway)
  const agents = gateway ? gateway.online + gateway.offline : 0
  const { coverage, zone } = useShownView()
  useEffect(() => statusStore.getState().watch(), [])
  return (
    <footer className={classes.bar}>
      {info && (
        <span title={info.database}>
          Database <b>{nameOf(info.database)}</b>
        </span>
      )}
      {lastImport?.finishedAt !== undefined && (
        <span>
          Last import{' '}
          <a href={link(`/import/${lastImport.id}`)}>
            <TimeAgo at={lastImport.finishedAt} />
          </a>
        </span>
      )}
      {gateway && agents > 0 && (
        <span title={`${formatNumber(gateway.offline)} offline`}>
          Agents online{' '}
          <a href={link('/agents')}>
            {formatNumber(gateway.online)} of {formatNumber(agents)}
          </a>
        </span>
      )}
      <span className={classes.gap} />
      {zone !== undefined && (
        <span title="The time zone of dates and times on this page">
          Zone <b>{zone}</b>
        </span>
      )}
      {coverage !== undefined && (
        <span title="Observed time ÷ asked time of what is shown">
          Coverage <b>{formatPercent(coverage)}</b>
        </span>
      )}
      {info && <span title="Version of Lictor">{info.version}</span>}
    </footer>
  )
}
