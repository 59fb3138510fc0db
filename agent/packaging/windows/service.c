/*
 * The agent as a service of Windows. Node cannot answer the service manager, so this does: it starts
 *
 *   launcher.exe launch --root FOLDER-OF-THIS-PROGRAM --data DATA
 *
 * starts it again when it ends, and ends it when the service is told to stop. DATA is the one argument of the service (after the name
 * of the program, as `sc create` got it).
 */
#include <windows.h>
#include <stdio.h>
#include <wchar.h>

#define SERVICE L"LictorAgent"
#define LONGEST 2048

/* Milliseconds: until the agent has said goodbye, and until it is started again. */
enum { PATIENCE = 20000, PAUSE = 5000 };

static SERVICE_STATUS_HANDLE handle;
static HANDLE stopping;
static wchar_t root[LONGEST], data[LONGEST];

static void tell(DWORD state, DWORD problem) {
  SERVICE_STATUS status = {0};
  status.dwServiceType = SERVICE_WIN32_OWN_PROCESS;
  status.dwCurrentState = state;
  status.dwControlsAccepted = state == SERVICE_RUNNING ? SERVICE_ACCEPT_STOP | SERVICE_ACCEPT_SHUTDOWN : 0;
  status.dwWin32ExitCode = problem;
  status.dwWaitHint = state == SERVICE_STOP_PENDING ? PATIENCE + 5000 : 5000;
  SetServiceStatus(handle, &status);
}

static DWORD WINAPI control(DWORD order, DWORD type, void *event, void *context) {
  (void)type;
  (void)event;
  (void)context;
  if (order == SERVICE_CONTROL_INTERROGATE) return NO_ERROR;
  if (order != SERVICE_CONTROL_STOP && order != SERVICE_CONTROL_SHUTDOWN) return ERROR_CALL_NOT_IMPLEMENTED;
  tell(SERVICE_STOP_PENDING, NO_ERROR);
  SetEvent(stopping);
  return NO_ERROR;
}

/* Whatever the launcher starts belongs to the job, and ends with it. */
static HANDLE make_job(void) {
  HANDLE job = CreateJobObjectW(NULL, NULL);
  JOBOBJECT_EXTENDED_LIMIT_INFORMATION limits = {0};
  limits.BasicLimitInformation.LimitFlags = JOB_OBJECT_LIMIT_KILL_ON_JOB_CLOSE;
  if (job) SetInformationJobObject(job, JobObjectExtendedLimitInformation, &limits, sizeof limits);
  return job;
}

/* Runs the launcher once. Returns 0, or why it could not be started. */
static DWORD run_launcher(void) {
  static wchar_t command[3 * LONGEST];
  STARTUPINFOW start = {.cb = sizeof start};
  PROCESS_INFORMATION process = {0};
  HANDLE job = make_job();
  swprintf(command, 3 * LONGEST, L"\"%ls\\launcher.exe\" launch --root \"%ls\" --data \"%ls\"", root, root, data);
  if (!CreateProcessW(NULL, command, NULL, NULL, FALSE, CREATE_SUSPENDED, NULL, root, &start, &process)) {
    DWORD problem = GetLastError();
    if (job) CloseHandle(job);
    return problem;
  }
  if (job) AssignProcessToJobObject(job, process.hProcess);
  ResumeThread(process.hThread);
  HANDLE either[] = {stopping, process.hProcess};
  if (WaitForMultipleObjects(2, either, FALSE, INFINITE) == WAIT_OBJECT_0) {
    /* Ctrl+C goes to all who share the console, which is the launcher, its agent and this program, which does not heed it. */
    GenerateConsoleCtrlEvent(CTRL_C_EVENT, 0);
    if (WaitForSingleObject(process.hProcess, PATIENCE) != WAIT_OBJECT_0) TerminateProcess(process.hProcess, 1);
  }
  CloseHandle(process.hThread);
  CloseHandle(process.hProcess);
  if (job) CloseHandle(job);
  return NO_ERROR;
}

static void WINAPI run_service(DWORD count, wchar_t **words) {
  (void)count;
  (void)words;
  handle = RegisterServiceCtrlHandlerExW(SERVICE, control, NULL);
  if (!handle) return;
  tell(SERVICE_START_PENDING, NO_ERROR);
  /* A service has no console, and without one there is no Ctrl+C. */
  AllocConsole();
  SetConsoleCtrlHandler(NULL, FALSE);
  tell(SERVICE_RUNNING, NO_ERROR);
  DWORD problem = NO_ERROR;
  do {
    problem = run_launcher();
    /* The service manager starts it again, more slowly each time, as it was told at the installation. */
    if (problem != NO_ERROR) break;
  } while (WaitForSingleObject(stopping, PAUSE) == WAIT_TIMEOUT);
  tell(SERVICE_STOPPED, problem);
}

/* Ctrl+C is for the others. */
static BOOL WINAPI ignore(DWORD event) { return event == CTRL_C_EVENT; }

int wmain(int count, wchar_t **words) {
  if (count != 2 || wcslen(words[1]) >= LONGEST) return 2;
  wcscpy(data, words[1]);
  DWORD length = GetModuleFileNameW(NULL, root, LONGEST);
  if (length == 0 || length >= LONGEST) return 2;
  *wcsrchr(root, L'\\') = 0;
  stopping = CreateEventW(NULL, TRUE, FALSE, NULL);
  SetConsoleCtrlHandler(ignore, TRUE);
  SERVICE_TABLE_ENTRYW services[] = {{SERVICE, run_service}, {NULL, NULL}};
  return StartServiceCtrlDispatcherW(services) ? 0 : 1;
}
