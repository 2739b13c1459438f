// Runs every call of the official SDK that Hub supports, with nothing changed but serverURL, and writes what came of each as JSON.
// Arguments: Hub's address, an access key, the id of a linked account, its origin owner.
const { StackOne } = require('@stackone/stackone-client-ts');
const errors = require('@stackone/stackone-client-ts/sdk/models/errors');

const [serverURL, username, accountId, originOwnerId] = process.argv.slice(2);
const sdk = new StackOne({ serverURL, security: { username, password: '' }, retryConfig: { strategy: 'none' } });
const stranger = new StackOne({ serverURL, security: { username: 'hub_ak_nobodys', password: '' }, retryConfig: { strategy: 'none' } });

const answers = {};

async function run(name, call) {
  try {
    const { statusCode, rawResponse, headers, contentType, ...data } = await call();
    answers[name] = { statusCode, data };
  } catch (error) {
    answers[name] = { error: error.constructor.name, typed: error instanceof errors.StackOneError, statusCode: error.statusCode, message: error.message };
  }
}

(async () => {
  await run('createConnectSession', () => sdk.connectSessions.createConnectSession({
    originOwnerId, originOwnerName: 'Acme GmbH', originUsername: 'jane', provider: 'sandbox-ats', categories: ['ats'], label: 'trial', multiple: true, expiresIn: 600,
  }));
  const token = answers.createConnectSession.data?.connectSessionTokenAuthLink?.token ?? '';
  await run('authenticateConnectSession', () => sdk.connectSessions.authenticateConnectSession({ token }));
  await run('authenticateConnectSessionUnknown', () => sdk.connectSessions.authenticateConnectSession({ token: 'hub_cs_nobodys' }));
  await run('listLinkedAccounts', () => sdk.accounts.listLinkedAccounts({ originOwnerIds: [originOwnerId], providers: ['sandbox-ats', 'lever'], status: ['active'], accountIds: [accountId], page: 1, pageSize: 10 }));
  await run('listLinkedAccountsOfNobody', () => sdk.accounts.listLinkedAccounts({ originOwnerId: 'nobody' }));
  await run('getAccount', () => sdk.accounts.getAccount({ id: accountId }));
  await run('getAccountMetaInfo', () => sdk.accounts.getAccountMetaInfo({ id: accountId }));
  await run('updateAccount', () => sdk.accounts.updateAccount({ id: accountId, patchAccountExternalDto: { originOwnerName: 'Acme AG', originUsername: 'anna', metadata: {}, credentials: {} } }));
  await run('listConnectorsMeta', () => sdk.connectors.listConnectorsMeta({ include: 'resources' }));
  await run('getConnectorMeta', () => sdk.connectors.getConnectorMeta({ provider: 'smartrecruiters' }));
  await run('getConnectorMetaUnknown', () => sdk.connectors.getConnectorMeta({ provider: 'nobody' }));
  await run('deleteAccount', () => sdk.accounts.deleteAccount({ id: accountId }));
  await run('getAccountGone', () => sdk.accounts.getAccount({ id: accountId }));
  await run('getAccountStranger', () => stranger.accounts.getAccount({ id: accountId }));
  console.log(JSON.stringify(answers));
})();
