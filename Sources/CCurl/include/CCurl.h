#pragma once
#include <curl/curl.h>
#include <stddef.h>
#include <stdint.h>

// Swift cannot call C functions with variable arguments, and curl_easy_setopt, curl_easy_getinfo and
// curl_multi_setopt are such functions: here is one plain function for each type of argument in use.

#pragma clang assume_nonnull begin

/// Receives body or header bytes; any answer but size * count ends the transfer.
typedef size_t (*ccurl_data_function)(char *data, size_t size, size_t count, void *context);
/// Opens the socket for an address, or refuses it with CURL_SOCKET_BAD.
typedef curl_socket_t (*ccurl_socket_function)(
    void *context, curlsocktype purpose, struct curl_sockaddr *address);
/// Is asked when the connection stands and before the first byte of the request is written.
typedef int (*ccurl_gate_function)(
    void *context, char *_Nullable remote, char *_Nullable local, int remote_port, int local_port);

CURLcode ccurl_global_init(void);

CURLcode ccurl_set_long(CURL *easy, CURLoption option, long value);
CURLcode ccurl_set_size(CURL *easy, CURLoption option, int64_t value);
CURLcode ccurl_set_text(CURL *easy, CURLoption option, const char *_Nullable value);
CURLcode ccurl_set_pointer(CURL *easy, CURLoption option, const void *_Nullable value);
CURLcode ccurl_set_list(CURL *easy, CURLoption option, struct curl_slist *_Nullable list);
CURLcode ccurl_set_data_function(CURL *easy, CURLoption option, ccurl_data_function function);
CURLcode ccurl_set_socket_function(CURL *easy, ccurl_socket_function function);
CURLcode ccurl_set_gate_function(CURL *easy, ccurl_gate_function function);

CURLcode ccurl_get_long(CURL *easy, CURLINFO info, long *value);
CURLcode ccurl_get_microseconds(CURL *easy, CURLINFO info, int64_t *value);

/// Copies the address in network order to `bytes` (room for 16) and answers its length:
/// 4, 16, or 0 for a family that is neither IPv4 nor IPv6.
int ccurl_address(const struct curl_sockaddr *address, uint8_t *bytes);
/// Opens a socket that child processes do not inherit.
curl_socket_t ccurl_open_socket(const struct curl_sockaddr *address);
/// The answer of a socket function that refuses.
curl_socket_t ccurl_no_socket(void);

/// Hides the memory of this process from others (PR_SET_DUMPABLE 0 on Linux, nothing elsewhere); prctl, too, is a function
/// with variable arguments.
void ccurl_hide_memory(void);
/// Whether it is hidden.
int ccurl_hides_memory(void);

#pragma clang assume_nonnull end
