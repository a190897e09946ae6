// libpq for Swift.

#ifndef SONDE_CPOSTGRES_SHIM_H
#define SONDE_CPOSTGRES_SHIM_H

#include <libpq-fe.h>

// The field codes of an error are macros of characters, which Swift does not import.
static const int sonde_diag_sqlstate = PG_DIAG_SQLSTATE;
static const int sonde_diag_message = PG_DIAG_MESSAGE_PRIMARY;

#endif
