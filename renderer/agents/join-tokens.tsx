import { Button, Text } from '@mantine/core'
import { useCallback, useEffect, useState } from 'react'
import type { JoinTokenRow } from '../../core/contract/agents.ts'
import { api } from '../api.ts'
import table from '../design/plain-table.module.css'
import { ErrorMessage } from '../feedback/error-message.tsx'
import { notifyDone, notifyFailed } from '../feedback/notify.ts'
import { TimeAgo } from '../feedback/time-ago.tsx'
import { emDash, formatMinute, formatNumber } from '../formats.ts'

const stateOf = ({ usesLeft, expiresAt, revokedAt }: JoinTokenRow, now: number): string => {
  if (revokedAt > 0) return 'Revoked'
  if (usesLeft === 0) return 'Used up'
  return expiresAt <= now ? 'Expired' : 'Valid'
}

/** Every token that was made lately, what is left of it, and a way to end it. The tokens themselves are kept nowhere. */
export const JoinTokens = () => {
  const [tokens, setTokens] = useState<readonly JoinTokenRow[]>()
  const [error, setError] = useState<unknown>()
  const load = useCallback(() => {
    api.call('agents.tokens', {}).then((found) => {
      setTokens(found)
      setError(undefined)
    }, setError)
  }, [])
  useEffect(() => {
    load()
    return api.on('gateway.changed', load)
  }, [load])
  const revoke = (id: string) =>
    void api.call('agents.revokeToken', { id }).then(
      () => {
        notifyDone('The token is revoked. Machines that joined with it stay.')
        load()
      },
      (cause: unknown) => notifyFailed('The token was not revoked', cause),
    )
  const now = Date.now()
  if (error !== undefined) return <ErrorMessage what="The tokens could not be listed" error={error} onRetry={load} />
  if (tokens?.length === 0) return <Text c="dimmed">No join token was made in the last month.</Text>
  return (
    <div className={table.scroll}>
      <table className={table.table}>
        <caption className="visually-hidden">Join tokens, the latest first</caption>
        <thead>
          <tr>
            <th scope="col">Made</th>
            <th scope="col">Note</th>
            <th scope="col" className={table.number}>
              Left
            </th>
            <th scope="col">Until</th>
            <th scope="col">State</th>
            <th scope="col">
              <span className="visually-hidden">Actions</span>
            </th>
          </tr>
        </thead>
        <tbody>
          {tokens?.map((token) => (
            <tr key={token.id}>
              <th scope="row" className={table.nowrap}>
                <TimeAgo at={token.createdAt} />
              </th>
              <td>{token.note || emDash}</td>
              <td className={table.number}>
                {formatNumber(token.usesLeft)} of {formatNumber(token.uses)}
              </td>
              <td className={table.nowrap}>{formatMinute(token.expiresAt)}</td>
              <td>{stateOf(token, now)}</td>
              <td className={table.number}>
                {stateOf(token, now) === 'Valid' && (
                  <Button
                    size="compact-xs"
                    variant="default"
                    aria-label={`Revoke the token made ${formatMinute(token.createdAt)}`}
                    onClick={() => revoke(token.id)}
                  >
                    Revoke
                  </Button>
                )}
              </td>
            </tr>
          ))}
        </tbody>
      </table>
    </div>
  )
}
