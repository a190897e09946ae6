// libcurl's easy and multi interfaces for Swift. Swift cannot call variadic C functions, so each kind of argument
// that Sonde passes has a wrapper here; epoll and eventfd come along for the event loop that drives the multi handle.

#ifndef SONDE_CCURL_SHIM_H
#define SONDE_CCURL_SHIM_H

#include <curl/curl.h>
#include <sys/epoll.h>
#include <sys/eventfd.h>

typedef size_t (*sonde_data_callback)(char *data, size_t size, size_t count, void *context);
typedef int (*sonde_socket_callback)(CURL *easy, curl_socket_t socket, int what, void *context, void *assigned);
typedef int (*sonde_timer_callback)(CURLM *multi, long timeout_ms, void *context);

static inline CURLcode sonde_set_long(CURL *easy, CURLoption option, long value) {
    return curl_easy_setopt(easy, option, value);
}

static inline CURLcode sonde_set_string(CURL *easy, CURLoption option, const char *value) {
    return curl_easy_setopt(easy, option, value);
}

static inline CURLcode sonde_set_pointer(CURL *easy, CURLoption option, void *value) {
    return curl_easy_setopt(easy, option, value);
}

static inline CURLcode sonde_set_list(CURL *easy, CURLoption option, struct curl_slist *value) {
    return curl_easy_setopt(easy, option, value);
}

static inline CURLcode sonde_set_body(CURL *easy, const void *bytes, long count) {
    CURLcode code = curl_easy_setopt(easy, CURLOPT_POSTFIELDSIZE, count);
    return code == CURLE_OK ? curl_easy_setopt(easy, CURLOPT_COPYPOSTFIELDS, bytes) : code;
}

static inline CURLcode sonde_set_data_callback(CURL *easy, CURLoption option, sonde_data_callback callback) {
    return curl_easy_setopt(easy, option, callback);
}

typedef CURLcode (*sonde_handshake_callback)(CURL *easy, void *ssl_context, void *context);

static inline CURLcode sonde_set_handshake_callback(CURL *easy, sonde_handshake_callback callback) {
    return curl_easy_setopt(easy, CURLOPT_SSL_CTX_FUNCTION, callback);
}

// A resolver thread that hangs must not hold up the event loop when its transfer has timed out.
static inline CURLcode sonde_do_not_wait_for_resolver(CURL *easy) {
#if LIBCURL_VERSION_NUM >= 0x075700
    return curl_easy_setopt(easy, CURLOPT_QUICK_EXIT, 1L);
#else
    (void)easy;
    return CURLE_OK;
#endif
}

// http and https only, whatever a redirect or a proxy says; the option changed its form in 7.85.
static inline CURLcode sonde_limit_to_http(CURL *easy) {
#if LIBCURL_VERSION_NUM >= 0x075500
    return curl_easy_setopt(easy, CURLOPT_PROTOCOLS_STR, "http,https");
#else
    return curl_easy_setopt(easy, CURLOPT_PROTOCOLS, (long)(CURLPROTO_HTTP | CURLPROTO_HTTPS));
#endif
}

// Mail servers only.
static inline CURLcode sonde_limit_to_mail(CURL *easy) {
#if LIBCURL_VERSION_NUM >= 0x075500
    return curl_easy_setopt(easy, CURLOPT_PROTOCOLS_STR, "smtp,smtps");
#else
    return curl_easy_setopt(easy, CURLOPT_PROTOCOLS, (long)(CURLPROTO_SMTP | CURLPROTO_SMTPS));
#endif
}

// A recipient whom the server refuses does not keep the message from the others; the option lost an L in 8.2.
static inline CURLcode sonde_accept_refused_recipients(CURL *easy) {
#if LIBCURL_VERSION_NUM >= 0x080200
    return curl_easy_setopt(easy, CURLOPT_MAIL_RCPT_ALLOWFAILS, 1L);
#else
    return curl_easy_setopt(easy, CURLOPT_MAIL_RCPT_ALLLOWFAILS, 1L);
#endif
}

static inline CURLcode sonde_set_debug_callback(CURL *easy, curl_debug_callback callback) {
    return curl_easy_setopt(easy, CURLOPT_DEBUGFUNCTION, callback);
}

static inline CURLcode sonde_set_progress_callback(CURL *easy, curl_xferinfo_callback callback) {
    return curl_easy_setopt(easy, CURLOPT_XFERINFOFUNCTION, callback);
}

// Called when a socket is made, and when it is to be closed.
static inline CURLcode sonde_set_socket_callbacks(
    CURL *easy, curl_sockopt_callback made, curl_closesocket_callback closing, void *context) {
    CURLcode code = curl_easy_setopt(easy, CURLOPT_SOCKOPTFUNCTION, made);
    if (code == CURLE_OK) code = curl_easy_setopt(easy, CURLOPT_SOCKOPTDATA, context);
    if (code == CURLE_OK) code = curl_easy_setopt(easy, CURLOPT_CLOSESOCKETFUNCTION, closing);
    return code == CURLE_OK ? curl_easy_setopt(easy, CURLOPT_CLOSESOCKETDATA, context) : code;
}

static inline CURLcode sonde_get_long(CURL *easy, CURLINFO info, long *value) {
    return curl_easy_getinfo(easy, info, value);
}

static inline CURLcode sonde_get_offset(CURL *easy, CURLINFO info, curl_off_t *value) {
    return curl_easy_getinfo(easy, info, value);
}

static inline CURLcode sonde_get_string(CURL *easy, CURLINFO info, const char **value) {
    return curl_easy_getinfo(easy, info, value);
}

static inline CURLcode sonde_get_certificates(CURL *easy, struct curl_certinfo **value) {
    return curl_easy_getinfo(easy, CURLINFO_CERTINFO, value);
}

static inline CURLMcode sonde_multi_set_long(CURLM *multi, CURLMoption option, long value) {
    return curl_multi_setopt(multi, option, value);
}

static inline CURLMcode sonde_multi_set_pointer(CURLM *multi, CURLMoption option, void *value) {
    return curl_multi_setopt(multi, option, value);
}

static inline CURLMcode sonde_multi_set_socket_callback(CURLM *multi, sonde_socket_callback callback) {
    return curl_multi_setopt(multi, CURLMOPT_SOCKETFUNCTION, callback);
}

static inline CURLMcode sonde_multi_set_timer_callback(CURLM *multi, sonde_timer_callback callback) {
    return curl_multi_setopt(multi, CURLMOPT_TIMERFUNCTION, callback);
}

// The result of a finished transfer; CURLMsg holds a union that Swift does not import well.
static inline CURLcode sonde_message_result(const CURLMsg *message) {
    return message->data.result;
}

// Enumerators that Swift would import as another type than the option wants, or as an untyped macro.
static const long sonde_auth_basic = (long)CURLAUTH_BASIC;
static const long sonde_auth_bearer = (long)CURLAUTH_BEARER;
static const long sonde_http_auto = CURL_HTTP_VERSION_2TLS;
static const long sonde_http_1_1 = CURL_HTTP_VERSION_1_1;
static const long sonde_http_2_prior_knowledge = CURL_HTTP_VERSION_2_PRIOR_KNOWLEDGE;
static const long sonde_tls_required = (long)CURLUSESSL_ALL;

#endif
