/* esent.h - the C interface of ESENT: types, constants, structures and functions.
 *
 * Room:   c. Uses nothing: one file, C11 or C++.
 * Gives:  what programs written for ESENT call. Link libesent, or include <ese/c/esent_engine.hpp> in the C++ program.
 * Holds:  (1) the layout of every structure is that of 64-bit Windows: `unsigned long` of the documents is uint32_t, handles
 *             have 64 bits, wide characters 16;
 *         (2) text of the A functions is UTF-8, of the W functions UTF-16. The name without a letter is the A function, or
 *             the W function where JET_UNICODE is defined before this header;
 *         (3) sizes called cb count bytes, also of UTF-16.
 * One thread at a time uses a session and its cursors; a second one is answered JET_errSessionSharingViolation.
 * Which functions do what they should is listed in docs/api-status.md.
 *
 * One long file on purpose: it can be copied alone. In C++, <ese/c/esent_arguments.hpp> beside it lets L"..." and unsigned long*
 * pass where wchar_t and unsigned long are wider than on Windows.
 */
#ifndef ESE_C_ESENT_H
#define ESE_C_ESENT_H

#include <stddef.h>
#include <stdint.h>

#if defined(_WIN32)
#    define JET_API __stdcall
#else
#    define JET_API
#endif

#if defined(__GNUC__)
#    define JET_EXTENSION __extension__   /* bit-fields of a byte */
#else
#    define JET_EXTENSION
#endif

#define JET_VERSION 0x0A01

/* One UTF-16 unit, of the type that L"..." has on Windows and u"..." elsewhere. */
#if !defined(__cplusplus)
typedef uint16_t JET_WCHAR;
#elif defined(_WIN32)
typedef wchar_t JET_WCHAR;
#else
typedef char16_t JET_WCHAR;
#endif

typedef int32_t JET_ERR;
typedef uint64_t JET_API_PTR;
typedef JET_API_PTR JET_INSTANCE;
typedef JET_API_PTR JET_SESID;
typedef JET_API_PTR JET_TABLEID;
typedef JET_API_PTR JET_LS;
typedef JET_API_PTR JET_HANDLE;
typedef JET_API_PTR JET_OSSNAPID;
typedef uint32_t JET_DBID;
typedef uint32_t JET_COLUMNID;
typedef uint32_t JET_GRBIT;
typedef uint32_t JET_COLTYP;
typedef uint32_t JET_OBJTYP;
typedef uint32_t JET_CBTYP;
typedef uint32_t JET_SNP;
typedef uint32_t JET_SNT;
typedef double JET_DATESERIAL;
typedef char* JET_PSTR;
typedef const char* JET_PCSTR;
typedef JET_WCHAR* JET_PWSTR;
typedef const JET_WCHAR* JET_PCWSTR;

/* Enumerations of calls that answer JET_errFeatureNotAvailable. */
typedef int32_t JET_RESOPER;
typedef int32_t JET_RESID;
typedef int32_t JET_OPDDLCONV;
typedef int32_t JET_TRACEOP;
typedef int32_t JET_TRACETAG;
typedef int32_t TESTHOOK_OP;

/* Nil names nothing; so does 0 for handles. */

/* The interface version, and what names nothing */

#define JET_instanceNil ((JET_INSTANCE)~(JET_API_PTR)0)
#define JET_sesidNil    ((JET_SESID)~(JET_API_PTR)0)
#define JET_tableidNil  ((JET_TABLEID)~(JET_API_PTR)0)
#define JET_columnidNil ((JET_COLUMNID)0xFFFFFFFF)
#define JET_bitNil      0
#define JET_dbidNil     ((JET_DBID)0xFFFFFFFF)
#define JET_dbidNoValid 0xFFFFFFFE
#define JET_LSNil       ((JET_LS)~(JET_API_PTR)0)

/* Sizes, in bytes, and counts */

#define JET_cbPage                             4096
#define JET_cbtypNull                          0
#define JET_cbtypFinalize                      1
#define JET_cbtypBeforeInsert                  2
#define JET_cbtypAfterInsert                   4
#define JET_cbtypBeforeReplace                 8
#define JET_cbtypAfterReplace                  16
#define JET_cbtypBeforeDelete                  32
#define JET_cbtypAfterDelete                   64
#define JET_cbtypUserDefinedDefaultValue       128
#define JET_cbtypOnlineDefragCompleted         256
#define JET_cbtypFreeCursorLS                  512
#define JET_cbtypFreeTableLS                   1024
#define JET_cbtypScanProgress                  16384
#define JET_cbtypScanCompleted                 32768
#define JET_cbtypDTCQueryPreparedTransaction   4096
#define JET_cbtypOnlineDefragProgress          8192
#define JET_cbtypOld2Action                    16384
#define JET_cbtypIndexDeferredPopulateThrottle 32768
#define JET_cbCallbackUserDataMost             1024
#define JET_cbCallbackDataAllMost              4096
#define JET_MAX_COMPUTERNAME_LENGTH            15
#define JET_cbBookmarkMost                     256
#define JET_cbBookmarkMostMost                 2000
#define JET_cbNameMost                         64
#define JET_cbFullNameMost                     255
#define JET_cbColumnLVPageOverhead             82
#define JET_cbColumnLVChunkMost                4014
#define JET_cbColumnLVChunkMost_OLD            4035
#define JET_cbLVDefaultValueMost               255
#define JET_cbColumnMost                       255
#define JET_cbLVColumnMost                     2147483647
#define JET_cbKeyMostMost                      2000
#define JET_cbKeyMost32KBytePage               2000
#define JET_cbKeyMost16KBytePage               2000
#define JET_cbKeyMost8KBytePage                2000
#define JET_cbKeyMost4KBytePage                1000
#define JET_cbKeyMost2KBytePage                500
#define JET_cbKeyMostMin                       255
#define JET_cbKeyMost                          255
#define JET_cbLimitKeyMost                     256
#define JET_cbPrimaryKeyMost                   255
#define JET_cbSecondaryKeyMost                 255
#define JET_cbKeyMost_OLD                      255
#define JET_ccolKeyMost                        16
#define JET_ccolMost                           65248
#define JET_ccolFixedMost                      127
#define JET_ccolVarMost                        128
#define JET_ccolTaggedMost                     64993
#define JET_BASE_NAME_LENGTH                   3

/* Column types */

#define JET_coltypNil              0
#define JET_coltypBit              1
#define JET_coltypUnsignedByte     2
#define JET_coltypShort            3
#define JET_coltypLong             4
#define JET_coltypCurrency         5
#define JET_coltypIEEESingle       6
#define JET_coltypIEEEDouble       7
#define JET_coltypDateTime         8
#define JET_coltypBinary           9
#define JET_coltypText             10
#define JET_coltypLongBinary       11
#define JET_coltypLongText         12
#define JET_coltypMax              19
#define JET_coltypSLV              13
#define JET_coltypUnsignedLong     14
#define JET_coltypLongLong         15
#define JET_coltypGUID             16
#define JET_coltypUnsignedShort    17
#define JET_coltypUnsignedLongLong 18

/* Object types */

#define JET_objtypNil       0
#define JET_objtypTable     1
#define JET_objtypDb        2
#define JET_objtypContainer 3
#define JET_objtypLongRoot  9

/* System parameters */

#define JET_paramSystemPath                                      0
#define JET_paramTempPath                                        1
#define JET_paramLogFilePath                                     2
#define JET_paramBaseName                                        3
#define JET_paramEventSource                                     4
#define JET_paramMaxSessions                                     5
#define JET_paramMaxOpenTables                                   6
#define JET_paramPreferredMaxOpenTables                          7
#define JET_paramCachedClosedTables                              125
#define JET_paramMaxCursors                                      8
#define JET_paramMaxVerPages                                     9
#define JET_paramPreferredVerPages                               63
#define JET_paramGlobalMinVerPages                               81
#define JET_paramVersionStoreTaskQueueMax                        105
#define JET_paramMaxTemporaryTables                              10
#define JET_paramLogFileSize                                     11
#define JET_paramLogBuffers                                      12
#define JET_paramWaitLogFlush                                    13
#define JET_paramLogCheckpointPeriod                             14
#define JET_paramLogWaitingUserMax                               15
#define JET_paramCommitDefault                                   16
#define JET_paramCircularLog                                     17
#define JET_paramDbExtensionSize                                 18
#define JET_paramPageTempDBMin                                   19
#define JET_paramPageFragment                                    20
#define JET_paramPageReadAheadMax                                21
#define JET_paramEnableFileCache                                 126
#define JET_paramVerPageSize                                     128
#define JET_paramConfiguration                                   129
#define JET_paramEnableAdvanced                                  130
#define JET_paramMaxColtyp                                       131
#define JET_paramBatchIOBufferMax                                22
#define JET_paramCacheSize                                       41
#define JET_paramCacheSizeMin                                    60
#define JET_paramCacheSizeMax                                    23
#define JET_paramCheckpointDepthMax                              24
#define JET_paramOutstandingIOMax                                30
#define JET_paramStartFlushThreshold                             31
#define JET_paramStopFlushThreshold                              32
#define JET_paramTableClassName                                  33
#define JET_paramIdleFlushTime                                   106
#define JET_paramVAReserve                                       109
#define JET_paramMaxRandomIOSize                                 124
#define JET_paramEnableViewCache                                 127
#define JET_paramCheckpointIOMax                                 135
#define JET_paramTableClass1Name                                 137
#define JET_paramTableClass2Name                                 138
#define JET_paramTableClass3Name                                 139
#define JET_paramTableClass4Name                                 140
#define JET_paramTableClass5Name                                 141
#define JET_paramTableClass6Name                                 142
#define JET_paramTableClass7Name                                 143
#define JET_paramTableClass8Name                                 144
#define JET_paramTableClass9Name                                 145
#define JET_paramTableClass10Name                                146
#define JET_paramTableClass11Name                                147
#define JET_paramTableClass12Name                                148
#define JET_paramTableClass13Name                                149
#define JET_paramTableClass14Name                                150
#define JET_paramTableClass15Name                                151
#define JET_paramTableClass16Name                                196
#define JET_paramTableClass17Name                                197
#define JET_paramTableClass18Name                                198
#define JET_paramTableClass19Name                                199
#define JET_paramTableClass20Name                                200
#define JET_paramTableClass21Name                                201
#define JET_paramTableClass22Name                                202
#define JET_paramTableClass23Name                                203
#define JET_paramTableClass24Name                                204
#define JET_paramTableClass25Name                                205
#define JET_paramTableClass26Name                                206
#define JET_paramTableClass27Name                                207
#define JET_paramTableClass28Name                                208
#define JET_paramTableClass29Name                                209
#define JET_paramTableClass30Name                                210
#define JET_paramTableClass31Name                                211
#define JET_paramIOPriority                                      152
#define JET_paramRecovery                                        34
#define JET_paramOnLineCompact                                   35
#define JET_paramEnableOnlineDefrag                              35
#define JET_paramAssertAction                                    36
#define JET_paramPrintFunction                                   37
#define JET_paramTransactionLevel                                38
#define JET_paramCacheRequests                                   42
#define JET_paramCacheHits                                       43
#define JET_paramCheckFormatWhenOpenFail                         44
#define JET_paramEnableTempTableVersioning                       46
#define JET_paramIgnoreLogVersion                                47
#define JET_paramDeleteOldLogs                                   48
#define JET_paramEventSourceKey                                  49
#define JET_paramNoInformationEvent                              50
#define JET_paramEventLoggingLevel                               51
#define JET_paramDeleteOutOfRangeLogs                            52
#define JET_paramAccessDeniedRetryPeriod                         53
#define JET_paramEnableIndexChecking                             45
#define JET_paramEnableIndexCleanup                              54
#define JET_paramElasticWaypointLatency                          56
#define JET_paramLogFileFailoverPath                             61
#define JET_paramEnableImprovedSeekShortcut                      62
#define JET_paramDatabasePageSize                                64
#define JET_paramDisableCallbacks                                65
#define JET_paramAbortRetryFailCallback                          108
#define JET_paramBackupChunkSize                                 66
#define JET_paramBackupOutstandingReads                          67
#define JET_paramLogFileCreateAsynch                             69
#define JET_paramErrorToString                                   70
#define JET_paramZeroDatabaseDuringBackup                        71
#define JET_paramUnicodeIndexDefault                             72
#define JET_paramRuntimeCallback                                 73
#define JET_paramEnableSortedRetrieveColumns                     76
#define JET_paramCleanupMismatchedLogFiles                       77
#define JET_paramRecordUpgradeDirtyLevel                         78
#define JET_paramRecoveryCurrentLogfile                          79
#define JET_paramOSSnapshotTimeout                               82
#define JET_paramExceptionAction                                 98
#define JET_paramEventLogCache                                   99
#define JET_paramCreatePathIfNotExist                            100
#define JET_paramPageHintCacheSize                               101
#define JET_paramOneDatabasePerSession                           102
#define JET_paramMaxDatabasesPerInstance                         103
#define JET_paramMaxInstances                                    104
#define JET_paramDisablePerfmon                                  107
#define JET_paramIndexTuplesLengthMin                            110
#define JET_paramIndexTuplesLengthMax                            111
#define JET_paramIndexTuplesToIndexMax                           112
#define JET_paramAlternateDatabaseRecoveryPath                   113
#define JET_paramIndexTupleIncrement                             132
#define JET_paramIndexTupleStart                                 133
#define JET_paramKeyMost                                         134
#define JET_paramLegacyFileNames                                 136
#define JET_paramEnablePersistedCallbacks                        156
#define JET_paramWaypointLatency                                 153
#define JET_paramCheckpointTooDeep                               154
#define JET_paramDisableBlockVerification                        155
#define JET_paramAggressiveLogRollover                           157
#define JET_paramPeriodicLogRolloverLLR                          158
#define JET_paramUsePageDependencies                             159
#define JET_paramDefragmentSequentialBTrees                      160
#define JET_paramDefragmentSequentialBTreesDensityCheckFrequency 161
#define JET_paramIOThrottlingTimeQuanta                          162
#define JET_paramLVChunkSizeMost                                 163
#define JET_paramMaxCoalesceReadSize                             164
#define JET_paramMaxCoalesceWriteSize                            165
#define JET_paramMaxCoalesceReadGapSize                          166
#define JET_paramMaxCoalesceWriteGapSize                         167
#define JET_paramEnableHaPublish                                 168
#define JET_paramEnableDBScanInRecovery                          169
#define JET_paramDbScanThrottle                                  170
#define JET_paramDbScanIntervalMinSec                            171
#define JET_paramDbScanIntervalMaxSec                            172
#define JET_paramEmitLogDataCallback                             173
#define JET_paramEmitLogDataCallbackCtx                          174
#define JET_paramEnableExternalAutoHealing                       175
#define JET_paramPatchRequestTimeout                             176
#define JET_paramCachePriority                                   177
#define JET_paramMaxTransactionSize                              178
#define JET_paramPrereadIOMax                                    179
#define JET_paramEnableDBScanSerialization                       180
#define JET_paramHungIOThreshold                                 181
#define JET_paramHungIOActions                                   182
#define JET_paramMinDataForXpress                                183
#define JET_paramEnableShrinkDatabase                            184
#define JET_paramProcessFriendlyName                             186
#define JET_paramDurableCommitCallback                           187
#define JET_paramEnableSqm                                       188
#define JET_paramConfigStoreSpec                                 189
#define JET_paramStageFlighting                                  190
#define JET_paramZeroDatabaseUnusedSpace                         191
#define JET_paramDisableVerifications                            192
#define JET_paramPersistedLostFlushDetection                     193
#define JET_paramEngineFormatVersion                             194
#define JET_paramReplayThrottlingLevel                           195
#define JET_paramBlockCacheConfiguration                         212
#define JET_paramRecordSizeMost                                  213
#define JET_paramUseFlushForWriteDurability                      214
#define JET_paramEnableRBS                                       215
#define JET_paramRBSFilePath                                     216
#define JET_paramPerfmonRefreshInterval                          217
#define JET_paramEnableBlockCache                                218
#define JET_paramDeferredIndexPopulateRowsPerTransaction         219
#define JET_paramEnableBlockCacheDetach                          220
#define JET_paramMaxValueInvalid                                 221

/* Session parameters */

#define JET_sesparamCommitDefault                      4097
#define JET_sesparamCommitGenericContext               4098
#define JET_sesparamTransactionLevel                   4099
#define JET_sesparamOperationContext                   4100
#define JET_sesparamCorrelationID                      4101
#define JET_sesparamCachePriority                      4102
#define JET_sesparamClientComponentDesc                4103
#define JET_sesparamClientActionDesc                   4104
#define JET_sesparamClientActionContextDesc            4105
#define JET_sesparamClientActivityId                   4106
#define JET_sesparamIOSessTraceFlags                   4107
#define JET_sesparamIOPriority                         4108
#define JET_sesparamCommitContextContainsCustomerData  4109
#define JET_sesparamCommitContextNeedPreCommitCallback 4110
#define JET_sesparamMaxValueInvalid                    4111

/* Database parameters */

#define JET_dbparamDbSizeMaxPages               8193
#define JET_dbparamCachePriority                8194
#define JET_dbparamShrinkDatabaseOptions        8195
#define JET_dbparamShrinkDatabaseTimeQuota      8196
#define JET_dbparamShrinkDatabaseSizeLimit      8197
#define JET_dbparamLeakReclaimerEnabled         8198
#define JET_dbparamLeakReclaimerTimeQuota       8199
#define JET_dbparamMaintainExtentPageCountCache 8200
#define JET_dbparamMaxValueInvalid              8202

/* Values of parameters */

#define JET_efvExchange55Rtm                                        500
#define JET_efvWindows2000Rtm                                       600
#define JET_efvExchange2000Rtm                                      1000
#define JET_efvWindowsXpRtm                                         1200
#define JET_efvExchange2010Rtm                                      5520
#define JET_efvExchange2010Sp1                                      5920
#define JET_efvExchange2010Sp2                                      6080
#define JET_efvScrubLastNodeOnEmptyPage                             6960
#define JET_efvExchange2013Rtm                                      7020
#define JET_efvExtHdrRootFieldAutoIncStorageStagedToDebug           7060
#define JET_efvLogExtendDbLrAfterCreateDbLr                         7940
#define JET_efvRollbackInsertSpaceStagedToTest                      7960
#define JET_efvWindows10Rtm                                         8020
#define JET_efvQfeMsysLocalesGuidRefCountFixup                      8023
#define JET_efvPersistedLostFlushMapStagedToDebug                   8220
#define JET_efvTriStatePageFlushTypeStagedToProd                    8280
#define JET_efvLogSplitMergeCompressionReleased                     8400
#define JET_efvTriStatePageFlushTypeReleased                        8420
#define JET_efvIrsDbidBasedMacroInfo2                               8440
#define JET_efvLostFlushMapCrashResiliency                          8460
#define JET_efvExchange2016Rtm                                      8520
#define JET_efvMsysLocalesGuidRefCountFixup                         8620
#define JET_efvWindows10v2Rtm                                       8620
#define JET_efvEncryptedColumns                                     8720
#define JET_efvLoggingDeleteOfTableFcbs                             8820
#define JET_efvEmptyIdxUpgradesUpdateMsysLocales                    8860
#define JET_efvSupportNlsInvariantLocale                            8880
#define JET_efvExchange2016Cu1Rtm                                   8920
#define JET_efvWindows19H1Rtm                                       8920
#define JET_efvSetDbVersion                                         8940
#define JET_efvExtHdrRootFieldAutoIncStorageReleased                8960
#define JET_efvXpress9Compression                                   8980
#define JET_efvUppercaseTextNormalization                           9000
#define JET_efvDbscanHeaderHighestPageSeen                          9020
#define JET_efvEscrow64                                             9040
#define JET_efvSynchronousLVCleanup                                 9060
#define JET_efvLid64                                                9080
#define JET_efvShrinkEof                                            9100
#define JET_efvLogNewPage                                           9120
#define JET_efvRootPageMove                                         9140
#define JET_efvScanCheck2                                           9160
#define JET_efvLgposLastResize                                      9180
#define JET_efvShelvedPages                                         9200
#define JET_efvShelvedPagesRevert                                   9220
#define JET_efvShelvedPages2                                        9240
#define JET_efvLogtimeGenMaxRequired                                9260
#define JET_efvVariableDbHdrSignatureSnapshot                       9280
#define JET_efvLowerMinReqLogGenOnRedo                              9300
#define JET_efvDbTimeShrink                                         9320
#define JET_efvXpress10Compression                                  9340
#define JET_efvRevertSnapshot                                       9360
#define JET_efvApplyRevertSnapshot                                  9380
#define JET_efvExtentPageCountCache                                 9400
#define JET_efvLz4Compression                                       9420
#define JET_efvRBSNonRevertableTableDeletes                         9460
#define JET_efvScanCheck2Flags                                      9480
#define JET_efvExtentFreed2                                         9500
#define JET_efvKVPStoreV2                                           9520
#define JET_efvIndexDeferredPopulate                                9540
#define JET_efvReservedTags                                         9560
#define JET_efvRBSTooSoonDeletes                                    9580
#define JET_efvOptionallyUniqueIndices                              9600
#define JET_efvUseEngineDefault                                     1073741825
#define JET_efvUsePersistedFormat                                   1073741826
#define JET_efvAllowHigherPersistedFormat                           1090519040
#define JET_EventLoggingDisable                                     0
#define JET_EventLoggingLevelMin                                    1
#define JET_EventLoggingLevelLow                                    25
#define JET_EventLoggingLevelMedium                                 50
#define JET_EventLoggingLevelHigh                                   75
#define JET_EventLoggingLevelMax                                    100
#define JET_IOPriorityNormal                                        0
#define JET_IOPriorityLow                                           1
#define JET_IOPriorityLowForCheckpoint                              2
#define JET_IOPriorityLowForScavenge                                4
#define JET_IOPriorityUserClassIdMask                               251658240
#define JET_IOPriorityMarkAsMaintenance                             1073741824
#define JET_configDefault                                           1
#define JET_configRemoveQuotas                                      2
#define JET_configLowDiskFootprint                                  4
#define JET_configMediumDiskFootprint                               8
#define JET_configLowMemory                                         16
#define JET_configDynamicMediumMemory                               32
#define JET_configLowPower                                          64
#define JET_configSSDProfileIO                                      128
#define JET_configRunSilent                                         256
#define JET_configUnthrottledMemory                                 512
#define JET_configHighConcurrencyScaling                            1024
#define JET_configMask                                              2047
#define JET_bitESE98FileNames                                       1
#define JET_bitEightDotThreeSoftCompat                              2
#define JET_bitHungIOEvent                                          1
#define JET_bitHungIOCancel                                         2
#define JET_bitHungIODebug                                          4
#define JET_bitHungIOEnforce                                        8
#define JET_bitHungIOTimeout                                        0x10
#define JET_bitPersistedLostFlushDetectionEnabled                   1
#define JET_bitPersistedLostFlushDetectionCreateNew                 2
#define JET_bitPersistedLostFlushDetectionFailOnRuntimeOnly         4
#define JET_ReplayThrottlingNone                                    0
#define JET_ReplayThrottlingSleep                                   1
#define JET_bitShrinkDatabaseOff                                    0
#define JET_bitShrinkDatabaseOn                                     1
#define JET_bitShrinkDatabaseRealtime                               2
#define JET_bitShrinkDatabasePeriodically                           0x8000
#define JET_bitShrinkDatabaseTrim                                   1
#define JET_ExceptionMsgBox                                         1
#define JET_ExceptionNone                                           2
#define JET_ExceptionFailFast                                       4
#define JET_AssertExit                                              0
#define JET_AssertBreak                                             1
#define JET_AssertMsgBox                                            2
#define JET_AssertStop                                              4
#define JET_AssertSkippableMsgBox                                   8
#define JET_AssertSkipAll                                           16
#define JET_AssertCrash                                             32
#define JET_AssertFailFast                                          64
#define JET_OnlineDefragDisable                                     0
#define JET_OnlineDefragAllOBSOLETE                                 1
#define JET_OnlineDefragDatabases                                   2
#define JET_OnlineDefragSpaceTrees                                  4
#define JET_OnlineDefragStreamingFiles                              8
#define JET_OnlineDefragAll                                         65535
#define JET_bitShrinkDatabaseEofOnAttach                            1
#define JET_bitShrinkDatabaseFullCategorizationOnAttach             2
#define JET_bitShrinkDatabaseDontMoveRootsOnAttach                  4
#define JET_bitShrinkDatabaseDontTruncateLeakedPagesOnAttach        8
#define JET_bitShrinkDatabaseDontTruncateIndeterminatePagesOnAttach 0x10

/* JetInit */

#define JET_bitReplayReplicatedLogFiles                   1
#define JET_bitReplayIgnoreMissingDB                      4
#define JET_bitRecoveryWithoutUndo                        8
#define JET_bitTruncateLogsAfterRecovery                  0x10
#define JET_bitReplayMissingMapEntryDB                    0x20
#define JET_bitLogStreamMustExist                         0x40
#define JET_bitReplayIgnoreLostLogs                       0x80
#define JET_bitAllowMissingCurrentLog                     0x100
#define JET_bitAllowSoftRecoveryOnBackup                  0x200
#define JET_bitSkipLostLogsEvent                          0x400
#define JET_bitExternalRecoveryControl                    0x800
#define JET_bitKeepDbAttachedAtEndOfRecovery              0x1000
#define JET_bitReplayIgnoreLogRecordsBeforeMinRequiredLog 0x2000
#define JET_bitReplayInferCheckpointFromRstmapDbs         0x4000
#define JET_bitRestoreMapIgnoreWhenMissing                1
#define JET_bitRestoreMapFailWhenMissing                  2
#define JET_bitRestoreMapOverwriteOnCreate                4

/* JetTerm2 */

#define JET_bitTermComplete   1
#define JET_bitTermAbrupt     2
#define JET_bitTermStopBackup 4
#define JET_bitTermDirty      8

/* JetStopServiceInstance2 */

#define JET_bitStopServiceAll                 0
#define JET_bitStopServiceBackgroundUserTasks 2
#define JET_bitStopServiceQuiesceCaches       4
#define JET_bitStopServiceResume              0x80000000
#define JET_bitStopServiceStopAndEmitLog      8

/* JetIdle */

#define JET_bitIdleFlushBuffers         1
#define JET_bitIdleCompact              2
#define JET_bitIdleStatus               4
#define JET_bitIdleVersionStoreTest     8
#define JET_bitIdleCompactAsync         0x10
#define JET_bitIdleAvailBuffersStatus   0x20
#define JET_bitIdleWaitForAsyncActivity 0x40

/* JetEndSession */

#define JET_bitForceSessionClosed 1

/* JetBeginTransaction2 */

#define JET_bitTransactionReadOnly    1
#define JET_bitDistributedTransaction 2

/* JetCommitTransaction */

#define JET_bitDurableCommitCallbackLogUnavailable 1
#define JET_bitCommitLazyFlush                     1
#define JET_bitWaitLastLevel0Commit                2
#define JET_bitWaitAllLevel0Commit                 8
#define JET_bitForceNewLog                         0x10
#define JET_bitCommitRedoCallback                  0x20
#define JET_bitCommitFlush_OLD                     1
#define JET_bitCommitLazyFlush_OLD                 4
#define JET_bitWaitLastLevel0Commit_OLD            0x10

/* JetRollback */

#define JET_bitRollbackAll          1
#define JET_bitRollbackRedoCallback 0x20

/* Create, attach and detach databases */

#define JET_bitDbReadOnly                    1
#define JET_bitDbExclusive                   2
#define JET_bitDbSingleExclusive             2
#define JET_bitDbDeleteCorruptIndexes        0x10
#define JET_bitDbRebuildCorruptIndexes       0x20
#define JET_bitDbDeleteUnicodeIndexes        0x400
#define JET_bitDbUpgrade                     0x200
#define JET_bitDbEnableBackgroundMaintenance 0x800
#define JET_bitDbPurgeCacheOnAttach          0x1000
#define JET_bitForceDetach                   1
#define JET_bitForceCloseAndDetach           3
#define JET_bitDbRecoveryOff                 8
#define JET_bitDbVersioningOff               0x40
#define JET_bitDbShadowingOff                0x80
#define JET_bitDbCreateStreamingFile         0x100
#define JET_bitDbOverwriteExisting           0x200

/* Backup */

#define JET_bitBackupIncremental      1
#define JET_bitKeepOldLogs            2
#define JET_bitBackupAtomic           4
#define JET_bitBackupFullWithAllLogs  8
#define JET_bitBackupSnapshot         0x10
#define JET_bitBackupSurrogate        0x20
#define JET_bitInternalCopy           0x40
#define JET_bitBackupEndNormal        1
#define JET_bitBackupEndAbort         2
#define JET_bitBackupTruncateDone     0x100
#define JET_bitBackupNoDbHeaderUpdate 0x200
#define JET_bitIncrementalSnapshot    1
#define JET_bitCopySnapshot           2
#define JET_bitContinueAfterThaw      4
#define JET_bitExplicitPrepare        8
#define JET_bitAllDatabasesSnapshot   1
#define JET_bitAbortSnapshot          1

/* JetCreateTableColumnIndex */

#define JET_bitTableCreateFixedDDL                         1
#define JET_bitTableCreateTemplateTable                    2
#define JET_bitTableCreateNoFixedVarColumnsInDerivedTables 4
#define JET_bitTableCreateImmutableStructure               8
#define JET_bitTableCreateSystemTable                      0x80000000
#define JET_bitTableCreate                                 0x20000000

/* Object information */

#define JET_bitTableInfoUpdatable                          1
#define JET_bitTableInfoBookmark                           2
#define JET_bitTableInfoRollback                           4
#define JET_bitObjectSystem                                0x80000000
#define JET_bitObjectTableFixedDDL                         0x40000000
#define JET_bitObjectTableTemplate                         0x20000000
#define JET_bitObjectTableDerived                          0x10000000
#define JET_bitObjectSystemDynamic                         0x88000000
#define JET_bitObjectTableNoFixedVarColumnsInDerivedTables 0x4000000

/* JetOpenTable */

#define JET_bitTableDenyWrite               1
#define JET_bitTableDenyRead                2
#define JET_bitTableReadOnly                4
#define JET_bitTableUpdatable               8
#define JET_bitTablePermitDDL               0x10
#define JET_bitTableNoCache                 0x20
#define JET_bitTablePreread                 0x40
#define JET_bitTableOpportuneRead           0x80
#define JET_bitTableAllowOutOfDate          0x100
#define JET_bitAllowPgnoFDPLastSetTime      0x200
#define JET_bitTableSequential              0x8000
#define JET_bitTableTryPurgeOnClose         0x1000000
#define JET_bitTableAllowSensitiveOperation 0x8000000
#define JET_bitTableDelete                  0x10000000
#define JET_bitTableClassMask               0x1F0000
#define JET_bitTableClassNone               0
#define JET_bitTableClass1                  0x10000
#define JET_bitTableClass2                  0x20000
#define JET_bitTableClass3                  0x30000
#define JET_bitTableClass4                  0x40000
#define JET_bitTableClass5                  0x50000
#define JET_bitTableClass6                  0x60000
#define JET_bitTableClass7                  0x70000
#define JET_bitTableClass8                  0x80000
#define JET_bitTableClass9                  0x90000
#define JET_bitTableClass10                 0xA0000
#define JET_bitTableClass11                 0xB0000
#define JET_bitTableClass12                 0xC0000
#define JET_bitTableClass13                 0xD0000
#define JET_bitTableClass14                 0xE0000
#define JET_bitTableClass15                 0xF0000
#define JET_bitTableClass16                 0x100000
#define JET_bitTableClass17                 0x110000
#define JET_bitTableClass18                 0x120000
#define JET_bitTableClass19                 0x130000
#define JET_bitTableClass20                 0x140000
#define JET_bitTableClass21                 0x150000
#define JET_bitTableClass22                 0x160000
#define JET_bitTableClass23                 0x170000
#define JET_bitTableClass24                 0x180000
#define JET_bitTableClass25                 0x190000
#define JET_bitTableClass26                 0x1A0000
#define JET_bitTableClass27                 0x1B0000
#define JET_bitTableClass28                 0x1C0000
#define JET_bitTableClass29                 0x1D0000
#define JET_bitTableClass30                 0x1E0000
#define JET_bitTableClass31                 0x1F0000

/* JetDeleteColumn2 */

#define JET_bitDeleteColumnIgnoreTemplateColumns 1

/* Columns */

#define JET_bitColumnFixed                                  1
#define JET_bitColumnTagged                                 2
#define JET_bitColumnNotNULL                                4
#define JET_bitColumnVersion                                8
#define JET_bitColumnAutoincrement                          0x10
#define JET_bitColumnUpdatable                              0x20
#define JET_bitColumnTTKey                                  0x40
#define JET_bitColumnTTDescending                           0x80
#define JET_bitColumnMultiValued                            0x400
#define JET_bitColumnEscrowUpdate                           0x800
#define JET_bitColumnUnversioned                            0x1000
#define JET_bitColumnMaybeNull                              0x2000
#define JET_bitColumnFinalize                               0x4000
#define JET_bitColumnUserDefinedDefault                     0x8000
#define JET_bitColumnRenameConvertToPrimaryIndexPlaceholder 0x10000
#define JET_bitColumnDeleteOnZero                           0x20000
#define JET_bitColumnVariable                               0x40000
#define JET_bitColumnCompressed                             0x80000
#define JET_bitColumnEncrypted                              0x100000

/* Conditional columns */

#define JET_bitIndexColumnMustBeNull    1
#define JET_bitIndexColumnMustBeNonNull 2

/* JetIntersectIndexes */

#define JET_bitRecordInIndex    1
#define JET_bitRecordNotInIndex 2

/* Indexes */

#define JET_bitIndexUnique                  1
#define JET_bitIndexPrimary                 2
#define JET_bitIndexDisallowNull            4
#define JET_bitIndexIgnoreNull              8
#define JET_bitIndexClustered40             0x10
#define JET_bitIndexIgnoreAnyNull           0x20
#define JET_bitIndexIgnoreFirstNull         0x40
#define JET_bitIndexLazyFlush               0x80
#define JET_bitIndexEmpty                   0x100
#define JET_bitIndexUnversioned             0x200
#define JET_bitIndexSortNullsHigh           0x400
#define JET_bitIndexUnicode                 0x800
#define JET_bitIndexTuples                  0x1000
#define JET_bitIndexTupleLimits             0x2000
#define JET_bitIndexCrossProduct            0x4000
#define JET_bitIndexKeyMost                 0x8000
#define JET_bitIndexDisallowTruncation      0x10000
#define JET_bitIndexNestedTable             0x20000
#define JET_bitIndexDotNetGuid              0x40000
#define JET_bitIndexImmutableStructure      0x80000
#define JET_bitIndexDeferredPopulateCreate  0x100000
#define JET_bitIndexDeferredPopulateProcess 0x200000
#define JET_bitIndexOptionallyUnique        0x400000
#define JET_bitKeyAscending                 0
#define JET_bitKeyDescending                1

/* Space hints */

#define JET_bitSpaceHintsUtilizeParentSpace  1
#define JET_bitCreateHintAppendSequential    2
#define JET_bitCreateHintHotpointSequential  4
#define JET_bitRetrieveHintReserve1          8
#define JET_bitRetrieveHintTableScanForward  0x10
#define JET_bitRetrieveHintTableScanBackward 0x20
#define JET_bitRetrieveHintReserve2          0x40
#define JET_bitRetrieveHintReserve3          0x80
#define JET_bitDeleteHintTableSequential     0x100
#define JET_bitSpaceHintsUtilizeExactExtents 0x200

/* Temporary tables */

#define JET_bitTTIndexed                   1
#define JET_bitTTUnique                    2
#define JET_bitTTUpdatable                 4
#define JET_bitTTScrollable                8
#define JET_bitTTSortNullsHigh             0x10
#define JET_bitTTForceMaterialization      0x20
#define JET_bitTTErrorOnDuplicateInsertion 0x20
#define JET_bitTTForwardOnly               0x40
#define JET_bitTTIntrinsicLVsOnly          0x80
#define JET_bitTTDotNetGuid                0x100

/* JetSetCurrentIndex2 */

#define JET_bitMoveFirst       0
#define JET_bitMoveBeforeFirst 1
#define JET_bitNoMove          2

/* JetMove */

#define JET_MoveFirst    (-2147483647 - 1)
#define JET_MovePrevious (-1)
#define JET_MoveNext     1
#define JET_MoveLast     2147483647
#define JET_bitMoveKeyNE 1

/* JetSeek */

#define JET_bitSeekEQ          1
#define JET_bitSeekLT          2
#define JET_bitSeekLE          4
#define JET_bitSeekGE          8
#define JET_bitSeekGT          0x10
#define JET_bitSetIndexRange   0x20
#define JET_bitCheckUniqueness 0x40

/* JetMakeKey */

#define JET_bitNewKey                             1
#define JET_bitStrLimit                           2
#define JET_bitSubStrLimit                        4
#define JET_bitNormalizedKey                      8
#define JET_bitKeyDataZeroLength                  0x10
#define JET_bitKeyOverridePrimaryIndexPlaceholder 0x20
#define JET_maskLimitOptions                      0xF00
#define JET_bitFullColumnStartLimit               0x100
#define JET_bitFullColumnEndLimit                 0x200
#define JET_bitPartialColumnStartLimit            0x400
#define JET_bitPartialColumnEndLimit              0x800

/* JetSetIndexRange */

#define JET_bitRangeInclusive       1
#define JET_bitRangeUpperLimit      2
#define JET_bitRangeInstantDuration 4
#define JET_bitRangeRemove          8

/* JetGetLock */

#define JET_bitReadLock  1
#define JET_bitWriteLock 2
#define JET_bitKeyLock   4

/* JetGotoSecondaryIndexBookmark */

#define JET_bitBookmarkPermitVirtualCurrency 1

/* JetPrereadKeys */

#define JET_bitPrereadForward       1
#define JET_bitPrereadBackward      2
#define JET_bitPrereadFirstPage     4
#define JET_bitPrereadNormalizedKey 8

/* JetSetLS */

#define JET_bitLSReset  1
#define JET_bitLSCursor 2
#define JET_bitLSTable  4

/* JetPrepareUpdate */

#define JET_prepInsert                     0
#define JET_prepReplace                    2
#define JET_prepCancel                     3
#define JET_prepReplaceNoLock              4
#define JET_prepInsertCopy                 5
#define JET_prepInsertCopyDeleteOriginal   7
#define JET_prepReadOnlyCopy               8
#define JET_prepInsertCopyReplaceOriginal  9
#define JET_prepInsertMustSetAutoIncrement 10

/* JetUpdate2 */

#define JET_bitUpdateCheckESE97Compatibility        1
#define JET_bitUpdateNoVersion                      2
#define JET_bitUpdateEnforceOptionallyUniqueIndices 4

/* JetEscrowUpdate */

#define JET_bitEscrowNoRollback 1

/* JetSetColumn */

#define JET_bitSetAppendLV                    1
#define JET_bitSetOverwriteLV                 4
#define JET_bitSetSizeLV                      8
#define JET_bitSetZeroLength                  0x20
#define JET_bitSetSeparateLV                  0x40
#define JET_bitSetUniqueMultiValues           0x80
#define JET_bitSetUniqueNormalizedMultiValues 0x100
#define JET_bitSetRevertToDefaultValue        0x200
#define JET_bitSetIntrinsicLV                 0x400
#define JET_bitSetUncompressed                0x10000
#define JET_bitSetCompressed                  0x20000
#define JET_bitSetContiguousLV                0x40000

/* JetRetrieveColumn */

#define JET_bitRetrieveCopy                1
#define JET_bitRetrieveFromIndex           2
#define JET_bitRetrieveFromPrimaryBookmark 4
#define JET_bitRetrieveTag                 8
#define JET_bitRetrieveNull                0x10
#define JET_bitRetrieveIgnoreDefault       0x20
#define JET_bitRetrieveLongId              0x40
#define JET_bitRetrieveLongValueRefCount   0x80
#define JET_bitRetrieveTuple               0x800
#define JET_bitRetrievePageNumber          0x1000
#define JET_bitRetrieveCopyIntrinsic       0x2000
#define JET_bitRetrievePrereadOnly         0x4000
#define JET_bitRetrievePrereadMany         0x8000
#define JET_bitRetrievePhysicalSize        0x10000
#define JET_bitRetrieveAsRefIfNotInRecord  0x20000
#define JET_bitZeroLength                  1

/* JetEnumerateColumns */

#define JET_bitEnumerateCopy                     1
#define JET_bitEnumerateIgnoreDefault            0x20
#define JET_bitEnumerateLocal                    0x10000
#define JET_bitEnumeratePresenceOnly             0x20000
#define JET_bitEnumerateTaggedOnly               0x40000
#define JET_bitEnumerateCompressOutput           0x80000
#define JET_bitEnumerateIgnoreUserDefinedDefault 0x100000
#define JET_bitEnumerateInRecordOnly             0x200000
#define JET_bitEnumerateAsRefIfNotInRecord       0x400000

/* JetGetRecordSize */

#define JET_bitRecordSizeInCopyBuffer          1
#define JET_bitRecordSizeRunningTotal          2
#define JET_bitRecordSizeLocal                 4
#define JET_bitRecordSizeIncludeDefaultValues  8
#define JET_bitRecordSizeSecondaryIndexKeyOnly 0x10
#define JET_bitRecordSizeIntrinsicPhysicalOnly 0x20
#define JET_bitRecordSizeExtrinsicLogicalOnly  0x40

/* Defragmentation, compaction, size */

#define JET_bitDatabaseScanBatchStart           0x10
#define JET_bitDatabaseScanBatchStop            0x20
#define JET_bitDatabaseScanZeroPages            0x40
#define JET_bitDatabaseScanBatchStartContinuous 0x80
#define JET_bitDefragmentBatchStart             1
#define JET_bitDefragmentBatchStop              2
#define JET_bitDefragmentAvailSpaceTreesOnly    0x40
#define JET_bitDefragmentNoPartialMerges        0x80
#define JET_bitDefragmentBTree                  0x100
#define JET_bitDefragmentBTreeBatch             0x200
#define JET_bitCompactStats                     0x20
#define JET_bitCompactRepair                    0x40
#define JET_bitCompactPreserveOriginal          0x100
#define JET_bitResizeDatabaseOnlyGrow           1
#define JET_bitResizeDatabaseOnlyShrink         2

/* Progress of long operations */

#define JET_snpRepair               2
#define JET_snpCompact              4
#define JET_snpRestore              8
#define JET_snpBackup               9
#define JET_snpUpgrade              10
#define JET_snpScrub                11
#define JET_snpUpgradeRecordFormat  12
#define JET_snpRecoveryControl      18
#define JET_snpExternalAutoHealing  19
#define JET_snpSpaceCategorization  20
#define JET_sntBegin                5
#define JET_sntRequirements         7
#define JET_sntProgress             0
#define JET_sntComplete             6
#define JET_sntFail                 3
#define JET_sntOpenLog              1001
#define JET_sntOpenCheckpoint       1002
#define JET_sntMissingLog           1004
#define JET_sntBeginUndo            1005
#define JET_sntNotificationEvent    1006
#define JET_sntSignalErrorCondition 1007
#define JET_sntAttachedDb           1008
#define JET_sntDetachingDb          1009
#define JET_sntCommitCtx            1010
#define JET_sntPagePatchRequest     1101
#define JET_sntCorruptedPage        1102

/* JetGetDatabaseInfo, JetGetDatabaseFileInfo */

#define JET_DbInfoFilename                     0
#define JET_DbInfoConnect                      1
#define JET_DbInfoCountry                      2
#define JET_DbInfoLCID                         3
#define JET_DbInfoLangid                       3
#define JET_DbInfoCp                           4
#define JET_DbInfoCollate                      5
#define JET_DbInfoOptions                      6
#define JET_DbInfoTransactions                 7
#define JET_DbInfoVersion                      8
#define JET_DbInfoIsam                         9
#define JET_DbInfoFilesize                     10
#define JET_DbInfoSpaceOwned                   11
#define JET_DbInfoSpaceAvailable               12
#define JET_DbInfoUpgrade                      13
#define JET_DbInfoMisc                         14
#define JET_DbInfoDBInUse                      15
#define JET_DbInfoHasSLVFile_Obsolete          16
#define JET_DbInfoPageSize                     17
#define JET_DbInfoStreamingFileSpace_Obsolete  18
#define JET_DbInfoFileType                     19
#define JET_DbInfoStreamingFileSize_Obsolete   20
#define JET_DbInfoFilesizeOnDisk               21
#define JET_DbInfoSplitBuffers                 23
#define JET_DbInfoUseCachedResult              1073741824
#define JET_LogInfoMisc                        0
#define JET_LogInfoMisc2                       1
#define JET_LogInfoMisc3                       2
#define JET_dbstateJustCreated                 1
#define JET_dbstateDirtyShutdown               2
#define JET_dbstateCleanShutdown               3
#define JET_dbstateBeingConverted              4
#define JET_dbstateForceDetach                 5
#define JET_dbstateIncrementalReseedInProgress 6
#define JET_dbstateDirtyAndPatchedShutdown     7
#define JET_dbstateRevertInProgress            8
#define JET_filetypeUnknown                    0
#define JET_filetypeDatabase                   1
#define JET_filetypeStreamingFile              2
#define JET_filetypeLog                        3
#define JET_filetypeCheckpoint                 4
#define JET_filetypeTempDatabase               5
#define JET_filetypeFTL                        6
#define JET_filetypeFlushMap                   7
#define JET_filetypeCachedFile                 8
#define JET_filetypeCachingFile                9
#define JET_filetypeSnapshot                   10
#define JET_filetypeRBSRevertCheckpoint        11
#define JET_filetypeMax                        12

/* JetGetObjectInfo */

#define JET_ObjInfo               0
#define JET_ObjInfoListNoStats    1
#define JET_ObjInfoList           2
#define JET_ObjInfoSysTabCursor   3
#define JET_ObjInfoListACM        4
#define JET_ObjInfoNoStats        5
#define JET_ObjInfoSysTabReadOnly 6
#define JET_ObjInfoRulesLoaded    7
#define JET_ObjInfoMax            8

/* JetGetTableInfo */

#define JET_TblInfo                                0
#define JET_TblInfoName                            1
#define JET_TblInfoDbid                            2
#define JET_TblInfoMostMany                        3
#define JET_TblInfoRvt                             4
#define JET_TblInfoOLC                             5
#define JET_TblInfoResetOLC                        6
#define JET_TblInfoSpaceUsage                      7
#define JET_TblInfoDumpTable                       8
#define JET_TblInfoSpaceAlloc                      9
#define JET_TblInfoSpaceOwned                      10
#define JET_TblInfoSpaceAvailable                  11
#define JET_TblInfoTemplateTableName               12
#define JET_TblInfoLVChunkMax                      13
#define JET_TblInfoEncryptionKey                   14
#define JET_TblInfoRetrieveAndReserveAutoIncrement 16
#define JET_TblInfoSpaceOwnedLV                    17
#define JET_TblInfoSpaceAvailableLV                18
#define JET_TblInfoObjectId                        19

/* JetGetTableColumnInfo */

#define JET_ColInfo                           0
#define JET_ColInfoList                       1
#define JET_ColInfoSysTabCursor               3
#define JET_ColInfoBase                       4
#define JET_ColInfoListCompact                5
#define JET_ColInfoByColid                    6
#define JET_ColInfoListSortColumnid           7
#define JET_ColInfoBaseByColid                8
#define JET_ColInfoGrbitNonDerivedColumnsOnly 0x80000000
#define JET_ColInfoGrbitMinimalInfo           1073741824
#define JET_ColInfoGrbitSortByColumnid        536870912
#define JET_ColInfoGrbitCompacting            268435456

/* JetGetTableIndexInfo */

#define JET_IdxInfo                   0
#define JET_IdxInfoList               1
#define JET_IdxInfoSysTabCursor       2
#define JET_IdxInfoOLC                3
#define JET_IdxInfoResetOLC           4
#define JET_IdxInfoSpaceAlloc         5
#define JET_IdxInfoLCID               6
#define JET_IdxInfoLangid             6
#define JET_IdxInfoCount              7
#define JET_IdxInfoVarSegMac          8
#define JET_IdxInfoIndexId            9
#define JET_IdxInfoKeyMost            10
#define JET_IdxInfoCreateIndex        11
#define JET_IdxInfoCreateIndex2       12
#define JET_IdxInfoCreateIndex3       13
#define JET_IdxInfoLocaleName         14
#define JET_IdxInfoSortVersion        15
#define JET_IdxInfoDefinedSortVersion 16
#define JET_IdxInfoSortId             17
#define JET_IdxInfoSpaceOwned         18
#define JET_IdxInfoSpaceAvailable     19

/* Other information */

#define JET_SessionInfo                  0
#define JET_InstanceMiscInfoLogSignature 0
#define JET_InstanceMiscInfoCheckpoint   1
#define JET_InstanceMiscInfoRBS          2
#define JET_ErrorInfoSpecificErr         1

/* other */

#define JET_bitIOSessTraceReads  1
#define JET_bitIOSessTraceWrites 2
#define JET_bitIOSessTraceHDD    4
#define JET_bitIOSessTraceSSD    8

/* Codes. Negative ones are errors, positive ones warnings: the call did its work */

#define JET_errSuccess                                              0
#define JET_wrnNyi                                                  (-1)
#define JET_errRfsFailure                                           (-100)
#define JET_errRfsNotArmed                                          (-101)
#define JET_errFileClose                                            (-102)
#define JET_errOutOfThreads                                         (-103)
#define JET_errTooManyIO                                            (-105)
#define JET_errTaskDropped                                          (-106)
#define JET_errInternalError                                        (-107)
#define JET_errDisabledFunctionality                                (-112)
#define JET_errUnloadableOSFunctionality                            (-113)
#define JET_errDeviceMissing                                        (-114)
#define JET_errDeviceMisconfigured                                  (-115)
#define JET_errDeviceTimeout                                        (-116)
#define JET_errDeviceFailure                                        (-118)
#define JET_errDatabaseBufferDependenciesCorrupted                  (-255)
#define JET_wrnRemainingVersions                                    321
#define JET_errPreviousVersion                                      (-322)
#define JET_errPageBoundary                                         (-323)
#define JET_errKeyBoundary                                          (-324)
#define JET_errBadPageLink                                          (-327)
#define JET_errBadBookmark                                          (-328)
#define JET_errNTSystemCallFailed                                   (-334)
#define JET_errBadParentPageLink                                    (-338)
#define JET_errSPAvailExtCacheOutOfSync                             (-340)
#define JET_errSPAvailExtCorrupted                                  (-341)
#define JET_errSPAvailExtCacheOutOfMemory                           (-342)
#define JET_errSPOwnExtCorrupted                                    (-343)
#define JET_errDbTimeCorrupted                                      (-344)
#define JET_wrnUniqueKey                                            345
#define JET_errKeyTruncated                                         (-346)
#define JET_errDatabaseLeakInSpace                                  (-348)
#define JET_errBadEmptyPage                                         (-351)
#define JET_errBadLineCount                                         (-354)
#define JET_errPageTagCorrupted                                     (-357)
#define JET_errNodeCorrupted                                        (-358)
#define JET_wrnSeparateLongValue                                    406
#define JET_errKeyTooBig                                            (-408)
#define JET_errCannotSeparateIntrinsicLV                            (-416)
#define JET_errSeparatedLongValue                                   (-421)
#define JET_errMustBeSeparateLongValue                              (-423)
#define JET_errInvalidPreread                                       (-424)
#define JET_errInvalidColumnReference                               (-426)
#define JET_errStaleColumnReference                                 (-427)
#define JET_wrnNoMoreRecords                                        428
#define JET_errCompressionIntegrityCheckFailed                      (-431)
#define JET_wrnIndexDeferredPopulateIncomplete                      432
#define JET_wrnIndexDeferredPopulateHalted                          433
#define JET_errIndexDeferredPopulateCurrentlyUnavailable            (-434)
#define JET_errInvalidLoggedOperation                               (-500)
#define JET_errLogFileCorrupt                                       (-501)
#define JET_errNoBackupDirectory                                    (-503)
#define JET_errBackupDirectoryNotEmpty                              (-504)
#define JET_errBackupInProgress                                     (-505)
#define JET_errRestoreInProgress                                    (-506)
#define JET_errMissingPreviousLogFile                               (-509)
#define JET_errLogWriteFail                                         (-510)
#define JET_errLogDisabledDueToRecoveryFailure                      (-511)
#define JET_errCannotLogDuringRecoveryRedo                          (-512)
#define JET_errLogGenerationMismatch                                (-513)
#define JET_errBadLogVersion                                        (-514)
#define JET_errInvalidLogSequence                                   (-515)
#define JET_errLoggingDisabled                                      (-516)
#define JET_errLogBufferTooSmall                                    (-517)
#define JET_errLogSequenceEnd                                       (-519)
#define JET_errNoBackup                                             (-520)
#define JET_errInvalidBackupSequence                                (-521)
#define JET_errBackupNotAllowedYet                                  (-523)
#define JET_errDeleteBackupFileFail                                 (-524)
#define JET_errMakeBackupDirectoryFail                              (-525)
#define JET_errInvalidBackup                                        (-526)
#define JET_errRecoveredWithErrors                                  (-527)
#define JET_errMissingLogFile                                       (-528)
#define JET_errLogDiskFull                                          (-529)
#define JET_errBadLogSignature                                      (-530)
#define JET_errBadDbSignature                                       (-531)
#define JET_errBadCheckpointSignature                               (-532)
#define JET_errCheckpointCorrupt                                    (-533)
#define JET_errMissingPatchPage                                     (-534)
#define JET_errBadPatchPage                                         (-535)
#define JET_errRedoAbruptEnded                                      (-536)
#define JET_errBadSLVSignature                                      (-537)
#define JET_errPatchFileMissing                                     (-538)
#define JET_errDatabaseLogSetMismatch                               (-539)
#define JET_errDatabaseStreamingFileMismatch                        (-540)
#define JET_errLogFileSizeMismatch                                  (-541)
#define JET_errCheckpointFileNotFound                               (-542)
#define JET_errRequiredLogFilesMissing                              (-543)
#define JET_errSoftRecoveryOnBackupDatabase                         (-544)
#define JET_errLogFileSizeMismatchDatabasesConsistent               (-545)
#define JET_errLogSectorSizeMismatch                                (-546)
#define JET_errLogSectorSizeMismatchDatabasesConsistent             (-547)
#define JET_errLogSequenceEndDatabasesConsistent                    (-548)
#define JET_errStreamingDataNotLogged                               (-549)
#define JET_errDatabaseDirtyShutdown                                (-550)
#define JET_errConsistentTimeMismatch                               (-551)
#define JET_errDatabasePatchFileMismatch                            (-552)
#define JET_errEndingRestoreLogTooLow                               (-553)
#define JET_errStartingRestoreLogTooHigh                            (-554)
#define JET_errGivenLogFileHasBadSignature                          (-555)
#define JET_errGivenLogFileIsNotContiguous                          (-556)
#define JET_errMissingRestoreLogFiles                               (-557)
#define JET_wrnExistingLogFileHasBadSignature                       558
#define JET_wrnExistingLogFileIsNotContiguous                       559
#define JET_errMissingFullBackup                                    (-560)
#define JET_errBadBackupDatabaseSize                                (-561)
#define JET_errDatabaseAlreadyUpgraded                              (-562)
#define JET_errDatabaseIncompleteUpgrade                            (-563)
#define JET_wrnSkipThisRecord                                       564
#define JET_errMissingCurrentLogFiles                               (-565)
#define JET_errDbTimeTooOld                                         (-566)
#define JET_errDbTimeTooNew                                         (-567)
#define JET_errMissingFileToBackup                                  (-569)
#define JET_errLogTornWriteDuringHardRestore                        (-570)
#define JET_errLogTornWriteDuringHardRecovery                       (-571)
#define JET_errLogCorruptDuringHardRestore                          (-573)
#define JET_errLogCorruptDuringHardRecovery                         (-574)
#define JET_errMustDisableLoggingForDbUpgrade                       (-575)
#define JET_errBadRestoreTargetInstance                             (-577)
#define JET_wrnTargetInstanceRunning                                578
#define JET_errRecoveredWithoutUndo                                 (-579)
#define JET_errDatabasesNotFromSameSnapshot                         (-580)
#define JET_errSoftRecoveryOnSnapshot                               (-581)
#define JET_errCommittedLogFilesMissing                             (-582)
#define JET_errSectorSizeNotSupported                               (-583)
#define JET_errRecoveredWithoutUndoDatabasesConsistent              (-584)
#define JET_wrnCommittedLogFilesLost                                585
#define JET_errCommittedLogFileCorrupt                              (-586)
#define JET_wrnCommittedLogFilesRemoved                             587
#define JET_wrnFinishWithUndo                                       588
#define JET_errLogSequenceChecksumMismatch                          (-590)
#define JET_wrnDatabaseRepaired                                     595
#define JET_errPageInitializedMismatch                              (-596)
#define JET_errUnicodeTranslationBufferTooSmall                     (-601)
#define JET_errUnicodeTranslationFail                               (-602)
#define JET_errUnicodeNormalizationNotSupported                     (-603)
#define JET_errUnicodeLanguageValidationFailure                     (-604)
#define JET_errExistingLogFileHasBadSignature                       (-610)
#define JET_errExistingLogFileIsNotContiguous                       (-611)
#define JET_errLogReadVerifyFailure                                 (-612)
#define JET_errSLVReadVerifyFailure                                 (-613)
#define JET_errCheckpointDepthTooDeep                               (-614)
#define JET_errRestoreOfNonBackupDatabase                           (-615)
#define JET_errLogFileNotCopied                                     (-616)
#define JET_errSurrogateBackupInProgress                            (-617)
#define JET_errTransactionTooLong                                   (-618)
#define JET_errEngineFormatVersionNoLongerSupportedTooLow           (-619)
#define JET_errEngineFormatVersionNotYetImplementedTooHigh          (-620)
#define JET_errEngineFormatVersionParamTooLowForRequestedFeature    (-621)
#define JET_errEngineFormatVersionSpecifiedTooLowForLogVersion      (-622)
#define JET_errEngineFormatVersionSpecifiedTooLowForDatabaseVersion (-623)
#define JET_errDbTimeBeyondMaxRequired                              (-625)
#define JET_errLogOperationInconsistentWithDatabase                 (-626)
#define JET_errBackupAbortByServer                                  (-801)
#define JET_errInvalidGrbit                                         (-900)
#define JET_errTermInProgress                                       (-1000)
#define JET_errFeatureNotAvailable                                  (-1001)
#define JET_errInvalidName                                          (-1002)
#define JET_errInvalidParameter                                     (-1003)
#define JET_wrnColumnNull                                           1004
#define JET_wrnBufferTruncated                                      1006
#define JET_wrnDatabaseAttached                                     1007
#define JET_errDatabaseFileReadOnly                                 (-1008)
#define JET_wrnSortOverflow                                         1009
#define JET_errInvalidDatabaseId                                    (-1010)
#define JET_errOutOfMemory                                          (-1011)
#define JET_errOutOfDatabaseSpace                                   (-1012)
#define JET_errOutOfCursors                                         (-1013)
#define JET_errOutOfBuffers                                         (-1014)
#define JET_errTooManyIndexes                                       (-1015)
#define JET_errTooManyKeys                                          (-1016)
#define JET_errRecordDeleted                                        (-1017)
#define JET_errReadVerifyFailure                                    (-1018)
#define JET_errPageNotInitialized                                   (-1019)
#define JET_errOutOfFileHandles                                     (-1020)
#define JET_errDiskReadVerificationFailure                          (-1021)
#define JET_errDiskIO                                               (-1022)
#define JET_errInvalidPath                                          (-1023)
#define JET_errInvalidSystemPath                                    (-1024)
#define JET_errInvalidLogDirectory                                  (-1025)
#define JET_errRecordTooBig                                         (-1026)
#define JET_errTooManyOpenDatabases                                 (-1027)
#define JET_errInvalidDatabase                                      (-1028)
#define JET_errNotInitialized                                       (-1029)
#define JET_errAlreadyInitialized                                   (-1030)
#define JET_errInitInProgress                                       (-1031)
#define JET_errFileAccessDenied                                     (-1032)
#define JET_errQueryNotSupported                                    (-1034)
#define JET_errSQLLinkNotSupported                                  (-1035)
#define JET_errBufferTooSmall                                       (-1038)
#define JET_wrnSeekNotEqual                                         1039
#define JET_errTooManyColumns                                       (-1040)
#define JET_errContainerNotEmpty                                    (-1043)
#define JET_errInvalidFilename                                      (-1044)
#define JET_errInvalidBookmark                                      (-1045)
#define JET_errColumnInUse                                          (-1046)
#define JET_errInvalidBufferSize                                    (-1047)
#define JET_errColumnNotUpdatable                                   (-1048)
#define JET_errIndexInUse                                           (-1051)
#define JET_errLinkNotSupported                                     (-1052)
#define JET_errNullKeyDisallowed                                    (-1053)
#define JET_errNotInTransaction                                     (-1054)
#define JET_wrnNoErrorInfo                                          1055
#define JET_errMustRollback                                         (-1057)
#define JET_wrnNoIdleActivity                                       1058
#define JET_errTooManyActiveUsers                                   (-1059)
#define JET_errInvalidCountry                                       (-1061)
#define JET_errInvalidLanguageId                                    (-1062)
#define JET_errInvalidCodePage                                      (-1063)
#define JET_errInvalidLCMapStringFlags                              (-1064)
#define JET_errVersionStoreEntryTooBig                              (-1065)
#define JET_errVersionStoreOutOfMemoryAndCleanupTimedOut            (-1066)
#define JET_wrnNoWriteLock                                          1067
#define JET_wrnColumnSetNull                                        1068
#define JET_errVersionStoreOutOfMemory                              (-1069)
#define JET_errCurrencyStackOutOfMemory                             (-1070)
#define JET_errCannotIndex                                          (-1071)
#define JET_errRecordNotDeleted                                     (-1072)
#define JET_errTooManyMempoolEntries                                (-1073)
#define JET_errOutOfObjectIDs                                       (-1074)
#define JET_errOutOfLongValueIDs                                    (-1075)
#define JET_errOutOfAutoincrementValues                             (-1076)
#define JET_errOutOfDbtimeValues                                    (-1077)
#define JET_errOutOfSequentialIndexValues                           (-1078)
#define JET_errRunningInOneInstanceMode                             (-1080)
#define JET_errRunningInMultiInstanceMode                           (-1081)
#define JET_errSystemParamsAlreadySet                               (-1082)
#define JET_errSystemPathInUse                                      (-1083)
#define JET_errLogFilePathInUse                                     (-1084)
#define JET_errTempPathInUse                                        (-1085)
#define JET_errInstanceNameInUse                                    (-1086)
#define JET_errSystemParameterConflict                              (-1087)
#define JET_errInstanceUnavailable                                  (-1090)
#define JET_errDatabaseUnavailable                                  (-1091)
#define JET_errInstanceUnavailableDueToFatalLogDiskFull             (-1092)
#define JET_errInvalidSesparamId                                    (-1093)
#define JET_errTooManyRecords                                       (-1094)
#define JET_errInvalidDbparamId                                     (-1095)
#define JET_errOutOfSessions                                        (-1101)
#define JET_errWriteConflict                                        (-1102)
#define JET_errTransTooDeep                                         (-1103)
#define JET_errInvalidSesid                                         (-1104)
#define JET_errWriteConflictPrimaryIndex                            (-1105)
#define JET_errInTransaction                                        (-1108)
#define JET_errRollbackRequired                                     (-1109)
#define JET_errTransReadOnly                                        (-1110)
#define JET_errSessionWriteConflict                                 (-1111)
#define JET_errRecordTooBigForBackwardCompatibility                 (-1112)
#define JET_errCannotMaterializeForwardOnlySort                     (-1113)
#define JET_errSesidTableIdMismatch                                 (-1114)
#define JET_errInvalidInstance                                      (-1115)
#define JET_errDirtyShutdown                                        (-1116)
#define JET_errReadPgnoVerifyFailure                                (-1118)
#define JET_errReadLostFlushVerifyFailure                           (-1119)
#define JET_errFileSystemCorruption                                 (-1121)
#define JET_wrnShrinkNotPossible                                    1122
#define JET_errRecoveryVerifyFailure                                (-1123)
#define JET_errFilteredMoveNotSupported                             (-1124)
#define JET_errMustCommitDistributedTransactionToLevel0             (-1150)
#define JET_errDistributedTransactionAlreadyPreparedToCommit        (-1151)
#define JET_errNotInDistributedTransaction                          (-1152)
#define JET_errDistributedTransactionNotYetPreparedToCommit         (-1153)
#define JET_errCannotNestDistributedTransactions                    (-1154)
#define JET_errDTCMissingCallback                                   (-1160)
#define JET_errDTCMissingCallbackOnRecovery                         (-1161)
#define JET_errDTCCallbackUnexpectedError                           (-1162)
#define JET_wrnDTCCommitTransaction                                 1163
#define JET_wrnDTCRollbackTransaction                               1164
#define JET_errDatabaseDuplicate                                    (-1201)
#define JET_errDatabaseInUse                                        (-1202)
#define JET_errDatabaseNotFound                                     (-1203)
#define JET_errDatabaseInvalidName                                  (-1204)
#define JET_errDatabaseInvalidPages                                 (-1205)
#define JET_errDatabaseCorrupted                                    (-1206)
#define JET_errDatabaseLocked                                       (-1207)
#define JET_errCannotDisableVersioning                              (-1208)
#define JET_errInvalidDatabaseVersion                               (-1209)
#define JET_errDatabase200Format                                    (-1210)
#define JET_errDatabase400Format                                    (-1211)
#define JET_errDatabase500Format                                    (-1212)
#define JET_errPageSizeMismatch                                     (-1213)
#define JET_errTooManyInstances                                     (-1214)
#define JET_errDatabaseSharingViolation                             (-1215)
#define JET_errAttachedDatabaseMismatch                             (-1216)
#define JET_errDatabaseInvalidPath                                  (-1217)
#define JET_errDatabaseIdInUse                                      (-1218)
#define JET_errForceDetachNotAllowed                                (-1219)
#define JET_errCatalogCorrupted                                     (-1220)
#define JET_errPartiallyAttachedDB                                  (-1221)
#define JET_errDatabaseSignInUse                                    (-1222)
#define JET_errDatabaseCorruptedNoRepair                            (-1224)
#define JET_errInvalidCreateDbVersion                               (-1225)
#define JET_errDatabaseIncompleteIncrementalReseed                  (-1226)
#define JET_errDatabaseInvalidIncrementalReseed                     (-1227)
#define JET_errDatabaseFailedIncrementalReseed                      (-1228)
#define JET_errNoAttachmentsFailedIncrementalReseed                 (-1229)
#define JET_errDatabaseNotReady                                     (-1230)
#define JET_errDatabaseAttachedForRecovery                          (-1231)
#define JET_errTransactionsNotReadyDuringRecovery                   (-1232)
#define JET_wrnTableEmpty                                           1301
#define JET_errTableLocked                                          (-1302)
#define JET_errTableDuplicate                                       (-1303)
#define JET_errTableInUse                                           (-1304)
#define JET_errObjectNotFound                                       (-1305)
#define JET_errDensityInvalid                                       (-1307)
#define JET_errTableNotEmpty                                        (-1308)
#define JET_errInvalidTableId                                       (-1310)
#define JET_errTooManyOpenTables                                    (-1311)
#define JET_errIllegalOperation                                     (-1312)
#define JET_errTooManyOpenTablesAndCleanupTimedOut                  (-1313)
#define JET_errObjectDuplicate                                      (-1314)
#define JET_errInvalidObject                                        (-1316)
#define JET_errCannotDeleteTempTable                                (-1317)
#define JET_errCannotDeleteSystemTable                              (-1318)
#define JET_errCannotDeleteTemplateTable                            (-1319)
#define JET_errExclusiveTableLockRequired                           (-1322)
#define JET_errFixedDDL                                             (-1323)
#define JET_errFixedInheritedDDL                                    (-1324)
#define JET_errCannotNestDDL                                        (-1325)
#define JET_errDDLNotInheritable                                    (-1326)
#define JET_wrnTableInUseBySystem                                   1327
#define JET_errInvalidSettings                                      (-1328)
#define JET_errClientRequestToStopJetService                        (-1329)
#define JET_errCannotAddFixedVarColumnToDerivedTable                (-1330)
#define JET_errIndexCantBuild                                       (-1401)
#define JET_errIndexHasPrimary                                      (-1402)
#define JET_errIndexDuplicate                                       (-1403)
#define JET_errIndexNotFound                                        (-1404)
#define JET_errIndexMustStay                                        (-1405)
#define JET_errIndexInvalidDef                                      (-1406)
#define JET_errInvalidCreateIndex                                   (-1409)
#define JET_errTooManyOpenIndexes                                   (-1410)
#define JET_errMultiValuedIndexViolation                            (-1411)
#define JET_errIndexBuildCorrupted                                  (-1412)
#define JET_errPrimaryIndexCorrupted                                (-1413)
#define JET_errSecondaryIndexCorrupted                              (-1414)
#define JET_wrnCorruptIndexDeleted                                  1415
#define JET_errInvalidIndexId                                       (-1416)
#define JET_wrnPrimaryIndexOutOfDate                                1417
#define JET_wrnSecondaryIndexOutOfDate                              1418
#define JET_errCantUseDeferredPopulateIndex                         (-1419)
#define JET_errIndexTuplesSecondaryIndexOnly                        (-1430)
#define JET_errIndexTuplesTooManyColumns                            (-1431)
#define JET_errIndexTuplesNonUniqueOnly                             (-1432)
#define JET_errIndexTuplesTextBinaryColumnsOnly                     (-1433)
#define JET_errIndexTuplesVarSegMacNotAllowed                       (-1434)
#define JET_errIndexTuplesInvalidLimits                             (-1435)
#define JET_errIndexTuplesCannotRetrieveFromIndex                   (-1436)
#define JET_errIndexTuplesKeyTooSmall                               (-1437)
#define JET_errInvalidLVChunkSize                                   (-1438)
#define JET_errColumnCannotBeEncrypted                              (-1439)
#define JET_errCannotIndexOnEncryptedColumn                         (-1440)
#define JET_errColumnLong                                           (-1501)
#define JET_errColumnNoChunk                                        (-1502)
#define JET_errColumnDoesNotFit                                     (-1503)
#define JET_errNullInvalid                                          (-1504)
#define JET_errColumnIndexed                                        (-1505)
#define JET_errColumnTooBig                                         (-1506)
#define JET_errColumnNotFound                                       (-1507)
#define JET_errColumnDuplicate                                      (-1508)
#define JET_errMultiValuedColumnMustBeTagged                        (-1509)
#define JET_errColumnRedundant                                      (-1510)
#define JET_errInvalidColumnType                                    (-1511)
#define JET_wrnColumnMaxTruncated                                   1512
#define JET_errTaggedNotNULL                                        (-1514)
#define JET_errNoCurrentIndex                                       (-1515)
#define JET_errKeyIsMade                                            (-1516)
#define JET_errBadColumnId                                          (-1517)
#define JET_errBadItagSequence                                      (-1518)
#define JET_errColumnInRelationship                                 (-1519)
#define JET_wrnCopyLongValue                                        1520
#define JET_errCannotBeTagged                                       (-1521)
#define JET_wrnTaggedColumnsRemaining                               1523
#define JET_errDefaultValueTooBig                                   (-1524)
#define JET_errMultiValuedDuplicate                                 (-1525)
#define JET_errLVCorrupted                                          (-1526)
#define JET_errMultiValuedDuplicateAfterTruncation                  (-1528)
#define JET_errDerivedColumnCorruption                              (-1529)
#define JET_errInvalidPlaceholderColumn                             (-1530)
#define JET_wrnColumnSkipped                                        1531
#define JET_wrnColumnNotLocal                                       1532
#define JET_wrnColumnMoreTags                                       1533
#define JET_wrnColumnTruncated                                      1534
#define JET_wrnColumnPresent                                        1535
#define JET_wrnColumnSingleValue                                    1536
#define JET_wrnColumnDefault                                        1537
#define JET_errColumnCannotBeCompressed                             (-1538)
#define JET_wrnColumnNotInRecord                                    1539
#define JET_errColumnNoEncryptionKey                                (-1540)
#define JET_wrnColumnReference                                      1541
#define JET_errRecordNotFound                                       (-1601)
#define JET_errRecordNoCopy                                         (-1602)
#define JET_errNoCurrentRecord                                      (-1603)
#define JET_errRecordPrimaryChanged                                 (-1604)
#define JET_errKeyDuplicate                                         (-1605)
#define JET_errAlreadyPrepared                                      (-1607)
#define JET_errKeyNotMade                                           (-1608)
#define JET_errUpdateNotPrepared                                    (-1609)
#define JET_wrnDataHasChanged                                       1610
#define JET_errDataHasChanged                                       (-1611)
#define JET_wrnKeyChanged                                           1618
#define JET_errLanguageNotSupported                                 (-1619)
#define JET_errDecompressionFailed                                  (-1620)
#define JET_errUpdateMustVersion                                    (-1621)
#define JET_errDecryptionFailed                                     (-1622)
#define JET_errEncryptionBadItag                                    (-1623)
#define JET_errSetAutoIncrementTooHigh                              (-1624)
#define JET_errAutoIncrementNotSet                                  (-1625)
#define JET_errTooManySorts                                         (-1701)
#define JET_errInvalidOnSort                                        (-1702)
#define JET_errTempFileOpenError                                    (-1803)
#define JET_errTooManyAttachedDatabases                             (-1805)
#define JET_errDiskFull                                             (-1808)
#define JET_errPermissionDenied                                     (-1809)
#define JET_errFileNotFound                                         (-1811)
#define JET_errFileInvalidType                                      (-1812)
#define JET_wrnFileOpenReadOnly                                     1813
#define JET_errFileAlreadyExists                                    (-1814)
#define JET_errAfterInitialization                                  (-1850)
#define JET_errLogCorrupted                                         (-1852)
#define JET_errInvalidOperation                                     (-1906)
#define JET_errAccessDenied                                         (-1907)
#define JET_wrnIdleFull                                             1908
#define JET_errTooManySplits                                        (-1909)
#define JET_errSessionSharingViolation                              (-1910)
#define JET_errEntryPointNotFound                                   (-1911)
#define JET_errSessionContextAlreadySet                             (-1912)
#define JET_errSessionContextNotSetByThisThread                     (-1913)
#define JET_errSessionInUse                                         (-1914)
#define JET_errRecordFormatConversionFailed                         (-1915)
#define JET_errOneDatabasePerSession                                (-1916)
#define JET_errRollbackError                                        (-1917)
#define JET_errFlushMapVersionUnsupported                           (-1918)
#define JET_errFlushMapDatabaseMismatch                             (-1919)
#define JET_errFlushMapUnrecoverable                                (-1920)
#define JET_errRBSFileCorrupt                                       (-1921)
#define JET_errRBSHeaderCorrupt                                     (-1922)
#define JET_errRBSDbMismatch                                        (-1923)
#define JET_errBadRBSVersion                                        (-1925)
#define JET_errOutOfRBSSpace                                        (-1926)
#define JET_errRBSInvalidSign                                       (-1927)
#define JET_errRBSInvalidRecord                                     (-1928)
#define JET_errRBSRCInvalidRBS                                      (-1929)
#define JET_errRBSRCNoRBSFound                                      (-1930)
#define JET_errRBSRCBadDbState                                      (-1931)
#define JET_errRBSMissingReqLogs                                    (-1932)
#define JET_errRBSLogDivergenceFailed                               (-1933)
#define JET_errRBSRCCopyLogsRevertState                             (-1934)
#define JET_errDatabaseIncompleteRevert                             (-1935)
#define JET_errRBSRCRevertCancelled                                 (-1936)
#define JET_errRBSRCInvalidDbFormatVersion                          (-1937)
#define JET_errRBSCannotDetermineDivergence                         (-1938)
#define JET_errRBSDeleteTableTooBig                                 (-1941)
#define JET_errRBSDeleteTableTooSoon                                (-1942)
#define JET_errRBSFDPToBeDeleted                                    (-1943)
#define JET_errRBSRevertableDeleteNotPossible                       (-1944)
#define JET_errRBSRedeleteFDPUnexpected                             (-1947)
#define JET_errRBSRCPageFDPDeleteFileCorrupt                        (-1948)
#define JET_wrnDefragAlreadyRunning                                 2000
#define JET_wrnDefragNotRunning                                     2001
#define JET_wrnDatabaseScanAlreadyRunning                           2002
#define JET_wrnDatabaseScanNotRunning                               2003
#define JET_errDatabaseAlreadyRunningMaintenance                    (-2004)
#define JET_errRootSpaceLeakEstimationAlreadyRunning                (-2006)
#define JET_wrnCallbackNotRegistered                                2100
#define JET_errCallbackFailed                                       (-2101)
#define JET_errCallbackNotResolved                                  (-2102)
#define JET_errSpaceHintsInvalid                                    (-2103)
#define JET_errOSSnapshotInvalidSequence                            (-2401)
#define JET_errOSSnapshotTimeOut                                    (-2402)
#define JET_errOSSnapshotNotAllowed                                 (-2403)
#define JET_errOSSnapshotInvalidSnapId                              (-2404)
#define JET_errTooManyTestInjections                                (-2501)
#define JET_errTestInjectionNotSupported                            (-2502)
#define JET_errInvalidLogDataSequence                               (-2601)
#define JET_wrnPreviousLogFileIncomplete                            2602
#define JET_errLSCallbackNotSpecified                               (-3000)
#define JET_errLSAlreadySet                                         (-3001)
#define JET_errLSNotSet                                             (-3002)
#define JET_errFileIOSparse                                         (-4000)
#define JET_errFileIOBeyondEOF                                      (-4001)
#define JET_errFileIOAbort                                          (-4002)
#define JET_errFileIORetry                                          (-4003)
#define JET_errFileIOFail                                           (-4004)
#define JET_errFileCompressed                                       (-4005)
#define JET_errClientSpaceBegin                                     (-10000)
#define JET_errClientSpaceEnd                                       (-11999)

/* Relations of column filters; categories of codes */

typedef enum {
    JET_relopEquals = 0,
    JET_relopPrefixEquals = 1,
    JET_relopNotEquals = 2,
    JET_relopLessThanOrEqual = 3,
    JET_relopLessThan = 4,
    JET_relopGreaterThanOrEqual = 5,
    JET_relopGreaterThan = 6,
    JET_relopBitmaskEqualsZero = 7,
    JET_relopBitmaskNotEqualsZero = 8,
} JET_RELOP;

typedef enum {
    JET_errcatUnknown = 0,
    JET_errcatError = 1,
    JET_errcatOperation = 2,
    JET_errcatFatal = 3,
    JET_errcatIO = 4,
    JET_errcatResource = 5,
    JET_errcatMemory = 6,
    JET_errcatQuota = 7,
    JET_errcatDisk = 8,
    JET_errcatData = 9,
    JET_errcatCorruption = 10,
    JET_errcatInconsistent = 11,
    JET_errcatFragmentation = 12,
    JET_errcatApi = 13,
    JET_errcatUsage = 14,
    JET_errcatState = 15,
    JET_errcatObsolete = 16,
    JET_errcatMax = 17,
} JET_ERRCAT;

/* Structures that only calls outside this implementation use */

typedef struct tagJET_CONVERT_A JET_CONVERT_A;
typedef struct tagJET_CONVERT_W JET_CONVERT_W;
typedef struct tagJET_DBUTIL_A JET_DBUTIL_A;
typedef struct tagJET_DBUTIL_W JET_DBUTIL_W;
typedef struct tagJET_EMITDATACTX JET_EMITDATACTX;
typedef struct tagJET_PAGEINFO JET_PAGEINFO;
typedef struct tagJET_RBSREVERTINFOMISC JET_RBSREVERTINFOMISC;
typedef struct tagJET_RECSIZE3 JET_RECSIZE3;

/* Structures */

typedef struct {
    char bSeconds;
    char bMinutes;
    char bHours;
    char bDay;
    char bMonth;     /* 1 to 12 */
    char bYear;      /* since 1900 */
    JET_EXTENSION unsigned char fTimeIsUTC : 1;
    JET_EXTENSION unsigned char bMillisecondsLow : 7;
    JET_EXTENSION unsigned char fReserved : 1;
    JET_EXTENSION unsigned char bMillisecondsHigh : 3;
    JET_EXTENSION unsigned char fUnused : 4;
} JET_LOGTIME;

typedef struct {
    uint32_t ulRandom;
    JET_LOGTIME logtimeCreate;
    char szComputerName[16];
} JET_SIGNATURE;

typedef struct {
    JET_SIGNATURE signLog;
    int32_t reserved;
    int64_t commitId;
} JET_COMMIT_ID;

typedef JET_ERR(JET_API* JET_PFNSTATUS)(JET_SESID sesid, JET_SNP snp, JET_SNT snt, void* pv);
typedef JET_ERR(JET_API* JET_PFNINITCALLBACK)(JET_SNP snp, JET_SNT snt, void* pv, void* pvContext);
typedef JET_ERR(JET_API* JET_CALLBACK)(JET_SESID sesid, JET_DBID dbid, JET_TABLEID tableid, JET_CBTYP cbtyp, void* pvArg1,
                                       void* pvArg2, void* pvContext, JET_API_PTR ulUnused);
typedef JET_ERR(JET_API* JET_PFNDURABLECOMMITCALLBACK)(JET_INSTANCE instance, JET_COMMIT_ID* pCommitIdSeen, JET_GRBIT grbit);
typedef void*(JET_API* JET_PFNREALLOC)(void* pvContext, void* pv, uint32_t cb);   /* cb 0: frees */

typedef struct {
    uint32_t cbStruct;
    unsigned char rgbIndexId[16];
} JET_INDEXID;

typedef struct {
    char* szDatabaseName;
    char* szNewDatabaseName;
} JET_RSTMAP_A;

typedef struct {
    JET_WCHAR* szDatabaseName;
    JET_WCHAR* szNewDatabaseName;
} JET_RSTMAP_W;

typedef struct {
    uint32_t dbparamid;
    void* pvParam;
    uint32_t cbParam;
} JET_SETDBPARAM;

typedef struct {
    uint32_t cbStruct;
    char* szDatabaseName;
    char* szNewDatabaseName;
    JET_SETDBPARAM* rgsetdbparam;
    uint32_t csetdbparam;
    JET_GRBIT grbit;
} JET_RSTMAP2_A;

typedef struct {
    uint32_t cbStruct;
    JET_WCHAR* szDatabaseName;
    JET_WCHAR* szNewDatabaseName;
    JET_SETDBPARAM* rgsetdbparam;
    uint32_t csetdbparam;
    JET_GRBIT grbit;
} JET_RSTMAP2_W;

typedef struct {
    uint32_t ulTrxBegin0;
    uint32_t ulTrxLevel;
    uint32_t ulProcid;
    uint32_t ulFlags;
    JET_API_PTR ulTrxContext;
} JET_SESSIONINFO;

typedef struct {
    uint32_t cbStruct;
    uint32_t cunitDone;
    uint32_t cunitTotal;
} JET_SNPROG;

typedef struct {
    uint32_t cbStruct;
    JET_OBJTYP objtyp;
    JET_DATESERIAL dtCreate;
    JET_DATESERIAL dtUpdate;
    JET_GRBIT grbit;
    uint32_t flags;
    uint32_t cRecord;
    uint32_t cPage;
} JET_OBJECTINFO;

typedef struct {
    uint32_t cbStruct;
    JET_TABLEID tableid;
    uint32_t cRecord;
    JET_COLUMNID columnidcontainername;
    JET_COLUMNID columnidobjectname;
    JET_COLUMNID columnidobjtyp;
    JET_COLUMNID columniddtCreate;
    JET_COLUMNID columniddtUpdate;
    JET_COLUMNID columnidgrbit;
    JET_COLUMNID columnidflags;
    JET_COLUMNID columnidcRecord;
    JET_COLUMNID columnidcPage;
} JET_OBJECTLIST;

typedef struct {
    uint32_t cbStruct;
    JET_TABLEID tableid;
    uint32_t cRecord;
    JET_COLUMNID columnidPresentationOrder;
    JET_COLUMNID columnidcolumnname;
    JET_COLUMNID columnidcolumnid;
    JET_COLUMNID columnidcoltyp;
    JET_COLUMNID columnidCountry;
    JET_COLUMNID columnidLangid;
    JET_COLUMNID columnidCp;
    JET_COLUMNID columnidCollate;
    JET_COLUMNID columnidcbMax;
    JET_COLUMNID columnidgrbit;
    JET_COLUMNID columnidDefault;
    JET_COLUMNID columnidBaseTableName;
    JET_COLUMNID columnidBaseColumnName;
    JET_COLUMNID columnidDefinitionName;
} JET_COLUMNLIST;

typedef struct {
    uint32_t cbStruct;
    JET_COLUMNID columnid;
    JET_COLTYP coltyp;
    uint16_t wCountry;
    uint16_t langid;
    uint16_t cp;
    uint16_t wCollate;
    uint32_t cbMax;
    JET_GRBIT grbit;
} JET_COLUMNDEF;

typedef struct {
    uint32_t cbStruct;
    JET_COLUMNID columnid;
    JET_COLTYP coltyp;
    uint16_t wCountry;
    uint16_t langid;
    uint16_t cp;
    uint16_t wFiller;
    uint32_t cbMax;
    JET_GRBIT grbit;
    char szBaseTableName[256];
    char szBaseColumnName[256];
} JET_COLUMNBASE_A;

typedef struct {
    uint32_t cbStruct;
    JET_COLUMNID columnid;
    JET_COLTYP coltyp;
    uint16_t wCountry;
    uint16_t langid;
    uint16_t cp;
    uint16_t wFiller;
    uint32_t cbMax;
    JET_GRBIT grbit;
    JET_WCHAR szBaseTableName[256];
    JET_WCHAR szBaseColumnName[256];
} JET_COLUMNBASE_W;

typedef struct {
    uint32_t cbStruct;
    JET_TABLEID tableid;
    uint32_t cRecord;
    JET_COLUMNID columnidindexname;
    JET_COLUMNID columnidgrbitIndex;
    JET_COLUMNID columnidcKey;
    JET_COLUMNID columnidcEntry;
    JET_COLUMNID columnidcPage;
    JET_COLUMNID columnidcColumn;
    JET_COLUMNID columnidiColumn;
    JET_COLUMNID columnidcolumnid;
    JET_COLUMNID columnidcoltyp;
    JET_COLUMNID columnidCountry;
    JET_COLUMNID columnidLangid;
    JET_COLUMNID columnidCp;
    JET_COLUMNID columnidCollate;
    JET_COLUMNID columnidgrbitColumn;
    JET_COLUMNID columnidcolumnname;
    JET_COLUMNID columnidLCMapFlags;
} JET_INDEXLIST;

typedef struct {
    uint32_t cbStruct;
    char* szColumnName;
    JET_COLTYP coltyp;
    uint32_t cbMax;
    JET_GRBIT grbit;
    void* pvDefault;
    uint32_t cbDefault;
    uint32_t cp;
    JET_COLUMNID columnid;
    JET_ERR err;
} JET_COLUMNCREATE_A;

typedef struct {
    uint32_t cbStruct;
    JET_WCHAR* szColumnName;
    JET_COLTYP coltyp;
    uint32_t cbMax;
    JET_GRBIT grbit;
    void* pvDefault;
    uint32_t cbDefault;
    uint32_t cp;
    JET_COLUMNID columnid;
    JET_ERR err;
} JET_COLUMNCREATE_W;

typedef struct {
    char* szCallback;
    unsigned char* pbUserData;
    uint32_t cbUserData;
    char* szDependantColumns;
} JET_USERDEFINEDDEFAULT_A;

typedef struct {
    JET_WCHAR* szCallback;
    unsigned char* pbUserData;
    uint32_t cbUserData;
    JET_WCHAR* szDependantColumns;
} JET_USERDEFINEDDEFAULT_W;

typedef struct {
    uint32_t cbStruct;
    char* szColumnName;
    JET_GRBIT grbit;
} JET_CONDITIONALCOLUMN_A;

typedef struct {
    uint32_t cbStruct;
    JET_WCHAR* szColumnName;
    JET_GRBIT grbit;
} JET_CONDITIONALCOLUMN_W;

typedef struct {
    uint32_t lcid;
    uint32_t dwMapFlags;
} JET_UNICODEINDEX;

typedef struct {
    JET_WCHAR* szLocaleName;
    uint32_t dwMapFlags;
} JET_UNICODEINDEX2;

typedef struct {
    uint32_t chLengthMin;
    uint32_t chLengthMax;
    uint32_t chToIndexMax;
    uint32_t cchIncrement;
    uint32_t ichStart;
} JET_TUPLELIMITS;

typedef struct {
    uint32_t cbStruct;
    uint32_t ulInitialDensity;
    uint32_t cbInitial;
    JET_GRBIT grbit;
    uint32_t ulMaintDensity;
    uint32_t ulGrowth;
    uint32_t cbMinExtent;
    uint32_t cbMaxExtent;
} JET_SPACEHINTS;

typedef struct {
    uint32_t cbStruct;
    char* szIndexName;
    char* szKey;
    uint32_t cbKey;
    JET_GRBIT grbit;
    uint32_t ulDensity;
    union {
        uint32_t lcid;
        JET_UNICODEINDEX* pidxunicode;
    };
    union {
        uint32_t cbVarSegMac;
        JET_TUPLELIMITS* ptuplelimits;
    };
    JET_CONDITIONALCOLUMN_A* rgconditionalcolumn;
    uint32_t cConditionalColumn;
    JET_ERR err;
} JET_INDEXCREATEOLD_A;

typedef struct {
    uint32_t cbStruct;
    JET_WCHAR* szIndexName;
    JET_WCHAR* szKey;
    uint32_t cbKey;
    JET_GRBIT grbit;
    uint32_t ulDensity;
    union {
        uint32_t lcid;
        JET_UNICODEINDEX* pidxunicode;
    };
    union {
        uint32_t cbVarSegMac;
        JET_TUPLELIMITS* ptuplelimits;
    };
    JET_CONDITIONALCOLUMN_W* rgconditionalcolumn;
    uint32_t cConditionalColumn;
    JET_ERR err;
} JET_INDEXCREATEOLD_W;

typedef struct {
    uint32_t cbStruct;
    char* szIndexName;
    char* szKey;
    uint32_t cbKey;
    JET_GRBIT grbit;
    uint32_t ulDensity;
    union {
        uint32_t lcid;
        JET_UNICODEINDEX* pidxunicode;
    };
    union {
        uint32_t cbVarSegMac;
        JET_TUPLELIMITS* ptuplelimits;
    };
    JET_CONDITIONALCOLUMN_A* rgconditionalcolumn;
    uint32_t cConditionalColumn;
    JET_ERR err;
    uint32_t cbKeyMost;
} JET_INDEXCREATE_A;

typedef struct {
    uint32_t cbStruct;
    JET_WCHAR* szIndexName;
    JET_WCHAR* szKey;
    uint32_t cbKey;
    JET_GRBIT grbit;
    uint32_t ulDensity;
    union {
        uint32_t lcid;
        JET_UNICODEINDEX* pidxunicode;
    };
    union {
        uint32_t cbVarSegMac;
        JET_TUPLELIMITS* ptuplelimits;
    };
    JET_CONDITIONALCOLUMN_W* rgconditionalcolumn;
    uint32_t cConditionalColumn;
    JET_ERR err;
    uint32_t cbKeyMost;
} JET_INDEXCREATE_W;

typedef struct {
    uint32_t cbStruct;
    char* szIndexName;
    char* szKey;
    uint32_t cbKey;
    JET_GRBIT grbit;
    uint32_t ulDensity;
    union {
        uint32_t lcid;
        JET_UNICODEINDEX* pidxunicode;
    };
    union {
        uint32_t cbVarSegMac;
        JET_TUPLELIMITS* ptuplelimits;
    };
    JET_CONDITIONALCOLUMN_A* rgconditionalcolumn;
    uint32_t cConditionalColumn;
    JET_ERR err;
    uint32_t cbKeyMost;
    JET_SPACEHINTS* pSpacehints;
} JET_INDEXCREATE2_A;

typedef struct {
    uint32_t cbStruct;
    JET_WCHAR* szIndexName;
    JET_WCHAR* szKey;
    uint32_t cbKey;
    JET_GRBIT grbit;
    uint32_t ulDensity;
    union {
        uint32_t lcid;
        JET_UNICODEINDEX* pidxunicode;
    };
    union {
        uint32_t cbVarSegMac;
        JET_TUPLELIMITS* ptuplelimits;
    };
    JET_CONDITIONALCOLUMN_W* rgconditionalcolumn;
    uint32_t cConditionalColumn;
    JET_ERR err;
    uint32_t cbKeyMost;
    JET_SPACEHINTS* pSpacehints;
} JET_INDEXCREATE2_W;

typedef struct {
    uint32_t cbStruct;
    char* szIndexName;
    char* szKey;
    uint32_t cbKey;
    JET_GRBIT grbit;
    uint32_t ulDensity;
    JET_UNICODEINDEX2* pidxunicode;
    union {
        uint32_t cbVarSegMac;
        JET_TUPLELIMITS* ptuplelimits;
    };
    JET_CONDITIONALCOLUMN_A* rgconditionalcolumn;
    uint32_t cConditionalColumn;
    JET_ERR err;
    uint32_t cbKeyMost;
    JET_SPACEHINTS* pSpacehints;
} JET_INDEXCREATE3_A;

typedef struct {
    uint32_t cbStruct;
    JET_WCHAR* szIndexName;
    JET_WCHAR* szKey;
    uint32_t cbKey;
    JET_GRBIT grbit;
    uint32_t ulDensity;
    JET_UNICODEINDEX2* pidxunicode;
    union {
        uint32_t cbVarSegMac;
        JET_TUPLELIMITS* ptuplelimits;
    };
    JET_CONDITIONALCOLUMN_W* rgconditionalcolumn;
    uint32_t cConditionalColumn;
    JET_ERR err;
    uint32_t cbKeyMost;
    JET_SPACEHINTS* pSpacehints;
} JET_INDEXCREATE3_W;

typedef struct {
    uint32_t cbStruct;
    char* szTableName;
    char* szTemplateTableName;
    uint32_t ulPages;
    uint32_t ulDensity;
    JET_COLUMNCREATE_A* rgcolumncreate;
    uint32_t cColumns;
    JET_INDEXCREATE_A* rgindexcreate;
    uint32_t cIndexes;
    JET_GRBIT grbit;
    JET_TABLEID tableid;
    uint32_t cCreated;
} JET_TABLECREATE_A;

typedef struct {
    uint32_t cbStruct;
    JET_WCHAR* szTableName;
    JET_WCHAR* szTemplateTableName;
    uint32_t ulPages;
    uint32_t ulDensity;
    JET_COLUMNCREATE_W* rgcolumncreate;
    uint32_t cColumns;
    JET_INDEXCREATE_W* rgindexcreate;
    uint32_t cIndexes;
    JET_GRBIT grbit;
    JET_TABLEID tableid;
    uint32_t cCreated;
} JET_TABLECREATE_W;

typedef struct {
    uint32_t cbStruct;
    char* szTableName;
    char* szTemplateTableName;
    uint32_t ulPages;
    uint32_t ulDensity;
    JET_COLUMNCREATE_A* rgcolumncreate;
    uint32_t cColumns;
    JET_INDEXCREATE_A* rgindexcreate;
    uint32_t cIndexes;
    char* szCallback;
    JET_CBTYP cbtyp;
    JET_GRBIT grbit;
    JET_TABLEID tableid;
    uint32_t cCreated;
} JET_TABLECREATE2_A;

typedef struct {
    uint32_t cbStruct;
    JET_WCHAR* szTableName;
    JET_WCHAR* szTemplateTableName;
    uint32_t ulPages;
    uint32_t ulDensity;
    JET_COLUMNCREATE_W* rgcolumncreate;
    uint32_t cColumns;
    JET_INDEXCREATE_W* rgindexcreate;
    uint32_t cIndexes;
    JET_WCHAR* szCallback;
    JET_CBTYP cbtyp;
    JET_GRBIT grbit;
    JET_TABLEID tableid;
    uint32_t cCreated;
} JET_TABLECREATE2_W;

typedef struct {
    uint32_t cbStruct;
    char* szTableName;
    char* szTemplateTableName;
    uint32_t ulPages;
    uint32_t ulDensity;
    JET_COLUMNCREATE_A* rgcolumncreate;
    uint32_t cColumns;
    JET_INDEXCREATE2_A* rgindexcreate;
    uint32_t cIndexes;
    char* szCallback;
    JET_CBTYP cbtyp;
    JET_GRBIT grbit;
    JET_SPACEHINTS* pSeqSpacehints;
    JET_SPACEHINTS* pLVSpacehints;
    uint32_t cbSeparateLV;
    JET_TABLEID tableid;
    uint32_t cCreated;
} JET_TABLECREATE3_A;

typedef struct {
    uint32_t cbStruct;
    JET_WCHAR* szTableName;
    JET_WCHAR* szTemplateTableName;
    uint32_t ulPages;
    uint32_t ulDensity;
    JET_COLUMNCREATE_W* rgcolumncreate;
    uint32_t cColumns;
    JET_INDEXCREATE2_W* rgindexcreate;
    uint32_t cIndexes;
    JET_WCHAR* szCallback;
    JET_CBTYP cbtyp;
    JET_GRBIT grbit;
    JET_SPACEHINTS* pSeqSpacehints;
    JET_SPACEHINTS* pLVSpacehints;
    uint32_t cbSeparateLV;
    JET_TABLEID tableid;
    uint32_t cCreated;
} JET_TABLECREATE3_W;

typedef struct {
    uint32_t cbStruct;
    char* szTableName;
    char* szTemplateTableName;
    uint32_t ulPages;
    uint32_t ulDensity;
    JET_COLUMNCREATE_A* rgcolumncreate;
    uint32_t cColumns;
    JET_INDEXCREATE3_A* rgindexcreate;
    uint32_t cIndexes;
    char* szCallback;
    JET_CBTYP cbtyp;
    JET_GRBIT grbit;
    JET_SPACEHINTS* pSeqSpacehints;
    JET_SPACEHINTS* pLVSpacehints;
    uint32_t cbSeparateLV;
    JET_TABLEID tableid;
    uint32_t cCreated;
} JET_TABLECREATE4_A;

typedef struct {
    uint32_t cbStruct;
    JET_WCHAR* szTableName;
    JET_WCHAR* szTemplateTableName;
    uint32_t ulPages;
    uint32_t ulDensity;
    JET_COLUMNCREATE_W* rgcolumncreate;
    uint32_t cColumns;
    JET_INDEXCREATE3_W* rgindexcreate;
    uint32_t cIndexes;
    JET_WCHAR* szCallback;
    JET_CBTYP cbtyp;
    JET_GRBIT grbit;
    JET_SPACEHINTS* pSeqSpacehints;
    JET_SPACEHINTS* pLVSpacehints;
    uint32_t cbSeparateLV;
    JET_TABLEID tableid;
    uint32_t cCreated;
} JET_TABLECREATE4_W;

typedef struct {
    uint32_t cbStruct;
    char* szTableName;
    char* szTemplateTableName;
    uint32_t ulPages;
    uint32_t ulDensity;
    JET_COLUMNCREATE_A* rgcolumncreate;
    uint32_t cColumns;
    JET_INDEXCREATE3_A* rgindexcreate;
    uint32_t cIndexes;
    char* szCallback;
    JET_CBTYP cbtyp;
    JET_GRBIT grbit;
    JET_SPACEHINTS* pSeqSpacehints;
    JET_SPACEHINTS* pLVSpacehints;
    uint32_t cbSeparateLV;
    uint32_t cbLVChunkMax;
    JET_TABLEID tableid;
    uint32_t cCreated;
} JET_TABLECREATE5_A;

typedef struct {
    uint32_t cbStruct;
    JET_WCHAR* szTableName;
    JET_WCHAR* szTemplateTableName;
    uint32_t ulPages;
    uint32_t ulDensity;
    JET_COLUMNCREATE_W* rgcolumncreate;
    uint32_t cColumns;
    JET_INDEXCREATE3_W* rgindexcreate;
    uint32_t cIndexes;
    JET_WCHAR* szCallback;
    JET_CBTYP cbtyp;
    JET_GRBIT grbit;
    JET_SPACEHINTS* pSeqSpacehints;
    JET_SPACEHINTS* pLVSpacehints;
    uint32_t cbSeparateLV;
    uint32_t cbLVChunkMax;
    JET_TABLEID tableid;
    uint32_t cCreated;
} JET_TABLECREATE5_W;

typedef struct {
    uint32_t cbStruct;
    const JET_COLUMNDEF* prgcolumndef;
    uint32_t ccolumn;
    JET_UNICODEINDEX* pidxunicode;
    JET_GRBIT grbit;
    JET_COLUMNID* prgcolumnid;
    uint32_t cbKeyMost;
    uint32_t cbVarSegMac;
    JET_TABLEID tableid;
} JET_OPENTEMPORARYTABLE;

typedef struct {
    uint32_t cbStruct;
    const JET_COLUMNDEF* prgcolumndef;
    uint32_t ccolumn;
    JET_UNICODEINDEX2* pidxunicode;
    JET_GRBIT grbit;
    JET_COLUMNID* prgcolumnid;
    uint32_t cbKeyMost;
    uint32_t cbVarSegMac;
    JET_TABLEID tableid;
} JET_OPENTEMPORARYTABLE2;

typedef struct {
    uint32_t cbStruct;
    uint32_t ibLongValue;
    uint32_t itagSequence;
    JET_COLUMNID columnidNextTagged;
} JET_RETINFO;

typedef struct {
    uint32_t cbStruct;
    uint32_t ibLongValue;
    uint32_t itagSequence;
} JET_SETINFO;

typedef struct {
    uint32_t cbStruct;
    uint32_t centriesLT;
    uint32_t centriesInRange;
    uint32_t centriesTotal;
} JET_RECPOS;

typedef struct {
    uint32_t cbStruct;
    uint32_t centriesLTDeprecated;
    uint32_t centriesInRangeDeprecated;
    uint32_t centriesTotalDeprecated;
    uint64_t centriesLT;
    uint64_t centriesTotal;
} JET_RECPOS2;

typedef struct {
    uint32_t cbStruct;
    JET_TABLEID tableid;
    uint32_t cRecord;
    JET_COLUMNID columnidBookmark;
} JET_RECORDLIST;

typedef struct {
    uint32_t cbStruct;
    JET_TABLEID tableid;
    JET_GRBIT grbit;
} JET_INDEXRANGE;

typedef struct {
    JET_COLUMNID columnid;
    JET_RELOP relop;
    void* pv;
    uint32_t cb;
    JET_GRBIT grbit;
} JET_INDEX_COLUMN;

typedef struct {
    JET_INDEX_COLUMN* rgStartColumns;
    uint32_t cStartColumns;
    JET_INDEX_COLUMN* rgEndColumns;
    uint32_t cEndColumns;
} JET_INDEX_RANGE;

typedef struct {
    char bSeconds;
    char bMinutes;
    char bHours;
    char bDay;
    char bMonth;     /* 1 to 12 */
    char bYear;      /* since 1900 */
    JET_EXTENSION unsigned char fTimeIsUTC : 1;
    JET_EXTENSION unsigned char bMillisecondsLow : 7;
    JET_EXTENSION unsigned char fOSSnapshot : 1;
    JET_EXTENSION unsigned char bMillisecondsHigh : 3;
    JET_EXTENSION unsigned char fReserved : 4;
} JET_BKLOGTIME;

typedef struct {
    uint16_t ib;
    uint16_t isec;
    int32_t lGeneration;
} JET_LGPOS;

typedef struct {
    JET_LGPOS lgposMark;
    union {
        JET_LOGTIME logtimeMark;
        JET_BKLOGTIME bklogtimeMark;
    };
    uint32_t genLow;
    uint32_t genHigh;
} JET_BKINFO;

typedef struct {
    uint32_t ulVersion;
    uint32_t ulUpdate;
    JET_SIGNATURE signDb;
    uint32_t dbstate;
    JET_LGPOS lgposConsistent;
    JET_LOGTIME logtimeConsistent;
    JET_LOGTIME logtimeAttach;
    JET_LGPOS lgposAttach;
    JET_LOGTIME logtimeDetach;
    JET_LGPOS lgposDetach;
    JET_SIGNATURE signLog;
    JET_BKINFO bkinfoFullPrev;
    JET_BKINFO bkinfoIncPrev;
    JET_BKINFO bkinfoFullCur;
    uint32_t fShadowingDisabled;
    uint32_t fUpgradeDb;
    uint32_t dwMajorVersion;
    uint32_t dwMinorVersion;
    uint32_t dwBuildNumber;
    int32_t lSPNumber;
    uint32_t cbPageSize;
} JET_DBINFOMISC;

typedef struct {
    uint32_t ulVersion;
    uint32_t ulUpdate;
    JET_SIGNATURE signDb;
    uint32_t dbstate;
    JET_LGPOS lgposConsistent;
    JET_LOGTIME logtimeConsistent;
    JET_LOGTIME logtimeAttach;
    JET_LGPOS lgposAttach;
    JET_LOGTIME logtimeDetach;
    JET_LGPOS lgposDetach;
    JET_SIGNATURE signLog;
    JET_BKINFO bkinfoFullPrev;
    JET_BKINFO bkinfoIncPrev;
    JET_BKINFO bkinfoFullCur;
    uint32_t fShadowingDisabled;
    uint32_t fUpgradeDb;
    uint32_t dwMajorVersion;
    uint32_t dwMinorVersion;
    uint32_t dwBuildNumber;
    int32_t lSPNumber;
    uint32_t cbPageSize;
    uint32_t genMinRequired;
    uint32_t genMaxRequired;
    JET_LOGTIME logtimeGenMaxCreate;
    uint32_t ulRepairCount;
    JET_LOGTIME logtimeRepair;
    uint32_t ulRepairCountOld;
    uint32_t ulECCFixSuccess;
    JET_LOGTIME logtimeECCFixSuccess;
    uint32_t ulECCFixSuccessOld;
    uint32_t ulECCFixFail;
    JET_LOGTIME logtimeECCFixFail;
    uint32_t ulECCFixFailOld;
    uint32_t ulBadChecksum;
    JET_LOGTIME logtimeBadChecksum;
    uint32_t ulBadChecksumOld;
} JET_DBINFOMISC2;

typedef struct {
    uint32_t ulVersion;
    uint32_t ulUpdate;
    JET_SIGNATURE signDb;
    uint32_t dbstate;
    JET_LGPOS lgposConsistent;
    JET_LOGTIME logtimeConsistent;
    JET_LOGTIME logtimeAttach;
    JET_LGPOS lgposAttach;
    JET_LOGTIME logtimeDetach;
    JET_LGPOS lgposDetach;
    JET_SIGNATURE signLog;
    JET_BKINFO bkinfoFullPrev;
    JET_BKINFO bkinfoIncPrev;
    JET_BKINFO bkinfoFullCur;
    uint32_t fShadowingDisabled;
    uint32_t fUpgradeDb;
    uint32_t dwMajorVersion;
    uint32_t dwMinorVersion;
    uint32_t dwBuildNumber;
    int32_t lSPNumber;
    uint32_t cbPageSize;
    uint32_t genMinRequired;
    uint32_t genMaxRequired;
    JET_LOGTIME logtimeGenMaxCreate;
    uint32_t ulRepairCount;
    JET_LOGTIME logtimeRepair;
    uint32_t ulRepairCountOld;
    uint32_t ulECCFixSuccess;
    JET_LOGTIME logtimeECCFixSuccess;
    uint32_t ulECCFixSuccessOld;
    uint32_t ulECCFixFail;
    JET_LOGTIME logtimeECCFixFail;
    uint32_t ulECCFixFailOld;
    uint32_t ulBadChecksum;
    JET_LOGTIME logtimeBadChecksum;
    uint32_t ulBadChecksumOld;
    uint32_t genCommitted;
} JET_DBINFOMISC3;

typedef struct {
    uint32_t ulVersion;
    uint32_t ulUpdate;
    JET_SIGNATURE signDb;
    uint32_t dbstate;
    JET_LGPOS lgposConsistent;
    JET_LOGTIME logtimeConsistent;
    JET_LOGTIME logtimeAttach;
    JET_LGPOS lgposAttach;
    JET_LOGTIME logtimeDetach;
    JET_LGPOS lgposDetach;
    JET_SIGNATURE signLog;
    JET_BKINFO bkinfoFullPrev;
    JET_BKINFO bkinfoIncPrev;
    JET_BKINFO bkinfoFullCur;
    uint32_t fShadowingDisabled;
    uint32_t fUpgradeDb;
    uint32_t dwMajorVersion;
    uint32_t dwMinorVersion;
    uint32_t dwBuildNumber;
    int32_t lSPNumber;
    uint32_t cbPageSize;
    uint32_t genMinRequired;
    uint32_t genMaxRequired;
    JET_LOGTIME logtimeGenMaxCreate;
    uint32_t ulRepairCount;
    JET_LOGTIME logtimeRepair;
    uint32_t ulRepairCountOld;
    uint32_t ulECCFixSuccess;
    JET_LOGTIME logtimeECCFixSuccess;
    uint32_t ulECCFixSuccessOld;
    uint32_t ulECCFixFail;
    JET_LOGTIME logtimeECCFixFail;
    uint32_t ulECCFixFailOld;
    uint32_t ulBadChecksum;
    JET_LOGTIME logtimeBadChecksum;
    uint32_t ulBadChecksumOld;
    uint32_t genCommitted;
    JET_BKINFO bkinfoCopyPrev;
    JET_BKINFO bkinfoDiffPrev;
} JET_DBINFOMISC4;

typedef struct {
    uint32_t ulVersion;
    uint32_t ulUpdate;
    JET_SIGNATURE signDb;
    uint32_t dbstate;
    JET_LGPOS lgposConsistent;
    JET_LOGTIME logtimeConsistent;
    JET_LOGTIME logtimeAttach;
    JET_LGPOS lgposAttach;
    JET_LOGTIME logtimeDetach;
    JET_LGPOS lgposDetach;
    JET_SIGNATURE signLog;
    JET_BKINFO bkinfoFullPrev;
    JET_BKINFO bkinfoIncPrev;
    JET_BKINFO bkinfoFullCur;
    uint32_t fShadowingDisabled;
    uint32_t fUpgradeDb;
    uint32_t dwMajorVersion;
    uint32_t dwMinorVersion;
    uint32_t dwBuildNumber;
    int32_t lSPNumber;
    uint32_t cbPageSize;
    uint32_t genMinRequired;
    uint32_t genMaxRequired;
    JET_LOGTIME logtimeGenMaxCreate;
    uint32_t ulRepairCount;
    JET_LOGTIME logtimeRepair;
    uint32_t ulRepairCountOld;
    uint32_t ulECCFixSuccess;
    JET_LOGTIME logtimeECCFixSuccess;
    uint32_t ulECCFixSuccessOld;
    uint32_t ulECCFixFail;
    JET_LOGTIME logtimeECCFixFail;
    uint32_t ulECCFixFailOld;
    uint32_t ulBadChecksum;
    JET_LOGTIME logtimeBadChecksum;
    uint32_t ulBadChecksumOld;
    uint32_t genCommitted;
    JET_BKINFO bkinfoCopyPrev;
    JET_BKINFO bkinfoDiffPrev;
    uint32_t ulIncrementalReseedCount;
    JET_LOGTIME logtimeIncrementalReseed;
    uint32_t ulIncrementalReseedCountOld;
    uint32_t ulPagePatchCount;
    JET_LOGTIME logtimePagePatch;
    uint32_t ulPagePatchCountOld;
} JET_DBINFOMISC5;

typedef struct {
    uint32_t ulVersion;
    uint32_t ulUpdate;
    JET_SIGNATURE signDb;
    uint32_t dbstate;
    JET_LGPOS lgposConsistent;
    JET_LOGTIME logtimeConsistent;
    JET_LOGTIME logtimeAttach;
    JET_LGPOS lgposAttach;
    JET_LOGTIME logtimeDetach;
    JET_LGPOS lgposDetach;
    JET_SIGNATURE signLog;
    JET_BKINFO bkinfoFullPrev;
    JET_BKINFO bkinfoIncPrev;
    JET_BKINFO bkinfoFullCur;
    uint32_t fShadowingDisabled;
    uint32_t fUpgradeDb;
    uint32_t dwMajorVersion;
    uint32_t dwMinorVersion;
    uint32_t dwBuildNumber;
    int32_t lSPNumber;
    uint32_t cbPageSize;
    uint32_t genMinRequired;
    uint32_t genMaxRequired;
    JET_LOGTIME logtimeGenMaxCreate;
    uint32_t ulRepairCount;
    JET_LOGTIME logtimeRepair;
    uint32_t ulRepairCountOld;
    uint32_t ulECCFixSuccess;
    JET_LOGTIME logtimeECCFixSuccess;
    uint32_t ulECCFixSuccessOld;
    uint32_t ulECCFixFail;
    JET_LOGTIME logtimeECCFixFail;
    uint32_t ulECCFixFailOld;
    uint32_t ulBadChecksum;
    JET_LOGTIME logtimeBadChecksum;
    uint32_t ulBadChecksumOld;
    uint32_t genCommitted;
    JET_BKINFO bkinfoCopyPrev;
    JET_BKINFO bkinfoDiffPrev;
    uint32_t ulIncrementalReseedCount;
    JET_LOGTIME logtimeIncrementalReseed;
    uint32_t ulIncrementalReseedCountOld;
    uint32_t ulPagePatchCount;
    JET_LOGTIME logtimePagePatch;
    uint32_t ulPagePatchCountOld;
    JET_LOGTIME logtimeChecksumPrev;
    JET_LOGTIME logtimeChecksumStart;
    uint32_t cpgDatabaseChecked;
} JET_DBINFOMISC6;

typedef struct {
    uint32_t ulVersion;
    uint32_t ulUpdate;
    JET_SIGNATURE signDb;
    uint32_t dbstate;
    JET_LGPOS lgposConsistent;
    JET_LOGTIME logtimeConsistent;
    JET_LOGTIME logtimeAttach;
    JET_LGPOS lgposAttach;
    JET_LOGTIME logtimeDetach;
    JET_LGPOS lgposDetach;
    JET_SIGNATURE signLog;
    JET_BKINFO bkinfoFullPrev;
    JET_BKINFO bkinfoIncPrev;
    JET_BKINFO bkinfoFullCur;
    uint32_t fShadowingDisabled;
    uint32_t fUpgradeDb;
    uint32_t dwMajorVersion;
    uint32_t dwMinorVersion;
    uint32_t dwBuildNumber;
    int32_t lSPNumber;
    uint32_t cbPageSize;
    uint32_t genMinRequired;
    uint32_t genMaxRequired;
    JET_LOGTIME logtimeGenMaxCreate;
    uint32_t ulRepairCount;
    JET_LOGTIME logtimeRepair;
    uint32_t ulRepairCountOld;
    uint32_t ulECCFixSuccess;
    JET_LOGTIME logtimeECCFixSuccess;
    uint32_t ulECCFixSuccessOld;
    uint32_t ulECCFixFail;
    JET_LOGTIME logtimeECCFixFail;
    uint32_t ulECCFixFailOld;
    uint32_t ulBadChecksum;
    JET_LOGTIME logtimeBadChecksum;
    uint32_t ulBadChecksumOld;
    uint32_t genCommitted;
    JET_BKINFO bkinfoCopyPrev;
    JET_BKINFO bkinfoDiffPrev;
    uint32_t ulIncrementalReseedCount;
    JET_LOGTIME logtimeIncrementalReseed;
    uint32_t ulIncrementalReseedCountOld;
    uint32_t ulPagePatchCount;
    JET_LOGTIME logtimePagePatch;
    uint32_t ulPagePatchCountOld;
    JET_LOGTIME logtimeChecksumPrev;
    JET_LOGTIME logtimeChecksumStart;
    uint32_t cpgDatabaseChecked;
    JET_LOGTIME logtimeLastReAttach;
    JET_LGPOS lgposLastReAttach;
} JET_DBINFOMISC7;

typedef struct {
    uint32_t cbStruct;
    JET_RSTMAP_A* rgrstmap;
    int32_t crstmap;
    JET_LGPOS lgposStop;
    JET_LOGTIME logtimeStop;
    JET_PFNSTATUS pfnStatus;
} JET_RSTINFO_A;

typedef struct {
    uint32_t cbStruct;
    JET_RSTMAP_W* rgrstmap;
    int32_t crstmap;
    JET_LGPOS lgposStop;
    JET_LOGTIME logtimeStop;
    JET_PFNSTATUS pfnStatus;
} JET_RSTINFO_W;

typedef struct {
    uint32_t cbStruct;
    JET_RSTMAP2_A* rgrstmap;
    int32_t crstmap;
    JET_LGPOS lgposStop;
    JET_LOGTIME logtimeStop;
    JET_PFNINITCALLBACK pfnCallback;
    void* pvCallbackContext;
} JET_RSTINFO2_A;

typedef struct {
    uint32_t cbStruct;
    JET_RSTMAP2_W* rgrstmap;
    int32_t crstmap;
    JET_LGPOS lgposStop;
    JET_LOGTIME logtimeStop;
    JET_PFNINITCALLBACK pfnCallback;
    void* pvCallbackContext;
} JET_RSTINFO2_W;

typedef struct {
    uint32_t cbStruct;
    JET_ERR errValue;
    JET_ERRCAT errcatMostSpecific;
    unsigned char rgCategoricalHierarchy[8];
    uint32_t lSourceLine;
    JET_WCHAR rgszSourceFile[64];
} JET_ERRINFOBASIC_W;

typedef struct {
    uint32_t ulUserID;
    unsigned char nOperationID;
    unsigned char nOperationType;
    unsigned char nClientType;
    unsigned char fFlags;
} JET_OPERATIONCONTEXT;

typedef struct {
    JET_COLUMNID columnid;
    const void* pvData;
    uint32_t cbData;
    JET_GRBIT grbit;
    uint32_t ibLongValue;
    uint32_t itagSequence;
    JET_ERR err;
} JET_SETCOLUMN;

typedef struct {
    uint32_t paramid;
    JET_API_PTR lParam;
    const char* sz;
    JET_ERR err;
} JET_SETSYSPARAM_A;

typedef struct {
    uint32_t paramid;
    JET_API_PTR lParam;
    const JET_WCHAR* sz;
    JET_ERR err;
} JET_SETSYSPARAM_W;

typedef struct {
    JET_COLUMNID columnid;
    void* pvData;
    uint32_t cbData;
    uint32_t cbActual;
    JET_GRBIT grbit;
    uint32_t ibLongValue;
    uint32_t itagSequence;
    JET_COLUMNID columnidNextTagged;
    JET_ERR err;
} JET_RETRIEVECOLUMN;

typedef struct {
    JET_COLUMNID columnid;
    uint32_t ctagSequence;
    uint32_t* rgtagSequence;
} JET_ENUMCOLUMNID;

typedef struct {
    uint32_t itagSequence;
    JET_ERR err;
    uint32_t cbData;
    void* pvData;
} JET_ENUMCOLUMNVALUE;

typedef struct {
    JET_COLUMNID columnid;
    JET_ERR err;
    union {
        uint32_t cEnumColumnValue;
        uint32_t cbData;      /* with JET_wrnColumnSingleValue */
    };
    union {
        JET_ENUMCOLUMNVALUE* rgEnumColumnValue;
        void* pvData;         /* with JET_wrnColumnSingleValue */
    };
} JET_ENUMCOLUMN;

typedef struct {
    uint64_t cbData;
    uint64_t cbLongValueData;
    uint64_t cbOverhead;
    uint64_t cbLongValueOverhead;
    uint64_t cNonTaggedColumns;
    uint64_t cTaggedColumns;
    uint64_t cLongValues;
    uint64_t cMultiValues;
} JET_RECSIZE;

typedef struct {
    uint64_t cbData;
    uint64_t cbLongValueData;
    uint64_t cbOverhead;
    uint64_t cbLongValueOverhead;
    uint64_t cNonTaggedColumns;
    uint64_t cTaggedColumns;
    uint64_t cLongValues;
    uint64_t cMultiValues;
    uint64_t cCompressedColumns;
    uint64_t cbDataCompressed;
    uint64_t cbLongValueDataCompressed;
} JET_RECSIZE2;

typedef struct {
    uint32_t cbSize;
    uint32_t ulGenLow;
    uint32_t ulGenHigh;
    char szBaseName[4];
} JET_LOGINFO_A;

typedef struct {
    uint32_t cbSize;
    uint32_t ulGenLow;
    uint32_t ulGenHigh;
    JET_WCHAR szBaseName[4];
} JET_LOGINFO_W;

typedef struct {
    JET_INSTANCE hInstanceId;
    char* szInstanceName;
    JET_API_PTR cDatabases;
    char** szDatabaseFileName;
    char** szDatabaseDisplayName;
    char** szDatabaseSLVFileName_Obsolete;
} JET_INSTANCE_INFO_A;

typedef struct {
    JET_INSTANCE hInstanceId;
    JET_WCHAR* szInstanceName;
    JET_API_PTR cDatabases;
    JET_WCHAR** szDatabaseFileName;
    JET_WCHAR** szDatabaseDisplayName;
    JET_WCHAR** szDatabaseSLVFileName_Obsolete;
} JET_INSTANCE_INFO_W;

typedef struct {
    uint32_t cbStruct;
    uint32_t cPageReferenced;
    uint32_t cPageRead;
    uint32_t cPagePreread;
    uint32_t cPageDirtied;
    uint32_t cPageRedirtied;
    uint32_t cLogRecord;
    uint32_t cbLogRecord;
} JET_THREADSTATS;

typedef struct {
    uint32_t cbStruct;
    uint32_t cPageReferenced;
    uint32_t cPageRead;
    uint32_t cPagePreread;
    uint32_t cPageDirtied;
    uint32_t cPageRedirtied;
    uint32_t cLogRecord;
    uint32_t cbLogRecord;
    uint64_t cusecPageCacheMiss;
    uint32_t cPageCacheMiss;
} JET_THREADSTATS2;

typedef struct {
    uint32_t cbStruct;
    uint32_t cPageReferenced;
    uint32_t cPageRead;
    uint32_t cPagePreread;
    uint32_t cPageDirtied;
    uint32_t cPageRedirtied;
    uint32_t cLogRecord;
    uint32_t cbLogRecord;
    uint64_t cusecPageCacheMiss;
    uint32_t cPageCacheMiss;
    uint32_t cSeparatedLongValueRead;
    uint64_t cusecLongValuePageCacheMiss;
    uint32_t cLongValuePageCacheMiss;
} JET_THREADSTATS3;

typedef struct {
    uint32_t cbStruct;
    uint32_t cPageReferenced;
    uint32_t cPageRead;
    uint32_t cPagePreread;
    uint32_t cPageDirtied;
    uint32_t cPageRedirtied;
    uint32_t cLogRecord;
    uint32_t cbLogRecord;
    uint64_t cusecPageCacheMiss;
    uint32_t cPageCacheMiss;
    uint32_t cSeparatedLongValueRead;
    uint64_t cusecLongValuePageCacheMiss;
    uint32_t cLongValuePageCacheMiss;
    uint32_t cSeparatedLongValueCreated;
    uint32_t cPageUniqueCacheHits;
    uint32_t cPageUniqueCacheRequests;
    uint32_t cDatabaseReads;
    uint32_t cSumDatabaseReadQueueDepthImpact;
    uint32_t cSumDatabaseReadQueueDepth;
    uint64_t cusecWait;
    uint32_t cWait;
    uint32_t cNodesFlagDeleted;
    uint32_t cbNodesFlagDeleted;
    uint32_t cPageTableAllocated;
    uint32_t cPageTableReleased;
    uint32_t cPageUpdateAllocated;
    uint32_t cPageUpdateReleased;
    uint32_t cPageUniqueModified;
} JET_THREADSTATS4;

/* Structures of the form that JET_UNICODE selects */

#if defined(JET_UNICODE)
typedef JET_COLUMNBASE_W JET_COLUMNBASE;
typedef JET_COLUMNCREATE_W JET_COLUMNCREATE;
typedef JET_CONDITIONALCOLUMN_W JET_CONDITIONALCOLUMN;
typedef JET_INDEXCREATE_W JET_INDEXCREATE;
typedef JET_INDEXCREATE2_W JET_INDEXCREATE2;
typedef JET_INDEXCREATE3_W JET_INDEXCREATE3;
typedef JET_INDEXCREATEOLD_W JET_INDEXCREATEOLD;
typedef JET_INSTANCE_INFO_W JET_INSTANCE_INFO;
typedef JET_LOGINFO_W JET_LOGINFO;
typedef JET_RSTINFO_W JET_RSTINFO;
typedef JET_RSTINFO2_W JET_RSTINFO2;
typedef JET_RSTMAP_W JET_RSTMAP;
typedef JET_RSTMAP2_W JET_RSTMAP2;
typedef JET_SETSYSPARAM_W JET_SETSYSPARAM;
typedef JET_TABLECREATE_W JET_TABLECREATE;
typedef JET_TABLECREATE2_W JET_TABLECREATE2;
typedef JET_TABLECREATE3_W JET_TABLECREATE3;
typedef JET_TABLECREATE4_W JET_TABLECREATE4;
typedef JET_TABLECREATE5_W JET_TABLECREATE5;
typedef JET_USERDEFINEDDEFAULT_W JET_USERDEFINEDDEFAULT;
#else
typedef JET_COLUMNBASE_A JET_COLUMNBASE;
typedef JET_COLUMNCREATE_A JET_COLUMNCREATE;
typedef JET_CONDITIONALCOLUMN_A JET_CONDITIONALCOLUMN;
typedef JET_INDEXCREATE_A JET_INDEXCREATE;
typedef JET_INDEXCREATE2_A JET_INDEXCREATE2;
typedef JET_INDEXCREATE3_A JET_INDEXCREATE3;
typedef JET_INDEXCREATEOLD_A JET_INDEXCREATEOLD;
typedef JET_INSTANCE_INFO_A JET_INSTANCE_INFO;
typedef JET_LOGINFO_A JET_LOGINFO;
typedef JET_RSTINFO_A JET_RSTINFO;
typedef JET_RSTINFO2_A JET_RSTINFO2;
typedef JET_RSTMAP_A JET_RSTMAP;
typedef JET_RSTMAP2_A JET_RSTMAP2;
typedef JET_SETSYSPARAM_A JET_SETSYSPARAM;
typedef JET_TABLECREATE_A JET_TABLECREATE;
typedef JET_TABLECREATE2_A JET_TABLECREATE2;
typedef JET_TABLECREATE3_A JET_TABLECREATE3;
typedef JET_TABLECREATE4_A JET_TABLECREATE4;
typedef JET_TABLECREATE5_A JET_TABLECREATE5;
typedef JET_USERDEFINEDDEFAULT_A JET_USERDEFINEDDEFAULT;
#endif
typedef JET_ERRINFOBASIC_W JET_ERRINFOBASIC;

/* Functions */

#if defined(__cplusplus)
extern "C" {
#endif

JET_ERR JET_API JetInit(JET_INSTANCE* pinstance);
JET_ERR JET_API JetInit2(JET_INSTANCE* pinstance, JET_GRBIT grbit);
JET_ERR JET_API JetInit3A(JET_INSTANCE* pinstance, JET_RSTINFO_A* prstInfo, JET_GRBIT grbit);
JET_ERR JET_API JetInit3W(JET_INSTANCE* pinstance, JET_RSTINFO_W* prstInfo, JET_GRBIT grbit);
JET_ERR JET_API JetInit4A(JET_INSTANCE* pinstance, JET_RSTINFO2_A* prstInfo, JET_GRBIT grbit);
JET_ERR JET_API JetInit4W(JET_INSTANCE* pinstance, JET_RSTINFO2_W* prstInfo, JET_GRBIT grbit);
JET_ERR JET_API JetCreateInstanceA(JET_INSTANCE* pinstance, JET_PCSTR szInstanceName);
JET_ERR JET_API JetCreateInstanceW(JET_INSTANCE* pinstance, JET_PCWSTR szInstanceName);
JET_ERR JET_API JetCreateInstance2A(JET_INSTANCE* pinstance, JET_PCSTR szInstanceName, JET_PCSTR szDisplayName,
    JET_GRBIT grbit);
JET_ERR JET_API JetCreateInstance2W(JET_INSTANCE* pinstance, JET_PCWSTR szInstanceName, JET_PCWSTR szDisplayName,
    JET_GRBIT grbit);
JET_ERR JET_API JetGetInstanceMiscInfo(JET_INSTANCE instance, void* pvResult, uint32_t cbMax, uint32_t InfoLevel);
JET_ERR JET_API JetTerm(JET_INSTANCE instance);
JET_ERR JET_API JetTerm2(JET_INSTANCE instance, JET_GRBIT grbit);
JET_ERR JET_API JetStopService(void);
JET_ERR JET_API JetStopServiceInstance(JET_INSTANCE instance);
JET_ERR JET_API JetStopServiceInstance2(JET_INSTANCE instance, JET_GRBIT grbit);
JET_ERR JET_API JetStopBackup(void);
JET_ERR JET_API JetStopBackupInstance(JET_INSTANCE instance);
JET_ERR JET_API JetSetSystemParameterA(JET_INSTANCE* pinstance, JET_SESID sesid, uint32_t paramid, JET_API_PTR lParam,
    JET_PCSTR szParam);
JET_ERR JET_API JetSetSystemParameterW(JET_INSTANCE* pinstance, JET_SESID sesid, uint32_t paramid, JET_API_PTR lParam,
    JET_PCWSTR szParam);
JET_ERR JET_API JetGetSystemParameterA(JET_INSTANCE instance, JET_SESID sesid, uint32_t paramid, JET_API_PTR* plParam,
    JET_PSTR szParam, uint32_t cbMax);
JET_ERR JET_API JetGetSystemParameterW(JET_INSTANCE instance, JET_SESID sesid, uint32_t paramid, JET_API_PTR* plParam,
    JET_PWSTR szParam, uint32_t cbMax);
JET_ERR JET_API JetSetResourceParam(JET_INSTANCE instance, JET_RESOPER resoper, JET_RESID resid, JET_API_PTR ulParam);
JET_ERR JET_API JetGetResourceParam(JET_INSTANCE instance, JET_RESOPER resoper, JET_RESID resid, JET_API_PTR* pulParam);
JET_ERR JET_API JetEnableMultiInstanceA(JET_SETSYSPARAM_A* psetsysparam, uint32_t csetsysparam, uint32_t* pcsetsucceed);
JET_ERR JET_API JetEnableMultiInstanceW(JET_SETSYSPARAM_W* psetsysparam, uint32_t csetsysparam, uint32_t* pcsetsucceed);
JET_ERR JET_API JetResetCounter(JET_SESID sesid, int32_t CounterType);
JET_ERR JET_API JetGetCounter(JET_SESID sesid, int32_t CounterType, int32_t* plValue);
JET_ERR JET_API JetGetThreadStats(void* pvResult, uint32_t cbMax);
JET_ERR JET_API JetBeginSessionA(JET_INSTANCE instance, JET_SESID* psesid, JET_PCSTR szUserName, JET_PCSTR szPassword);
JET_ERR JET_API JetBeginSessionW(JET_INSTANCE instance, JET_SESID* psesid, JET_PCWSTR szUserName, JET_PCWSTR szPassword);
JET_ERR JET_API JetDupSession(JET_SESID sesid, JET_SESID* psesid);
JET_ERR JET_API JetEndSession(JET_SESID sesid, JET_GRBIT grbit);
JET_ERR JET_API JetGetSessionInfo(JET_SESID sesid, void* pvResult, uint32_t cbMax, uint32_t ulInfoLevel);
JET_ERR JET_API JetGetVersion(JET_SESID sesid, uint32_t* pwVersion);
JET_ERR JET_API JetIdle(JET_SESID sesid, JET_GRBIT grbit);
JET_ERR JET_API JetCreateDatabaseA(JET_SESID sesid, JET_PCSTR szFilename, JET_PCSTR szConnect, JET_DBID* pdbid,
    JET_GRBIT grbit);
JET_ERR JET_API JetCreateDatabaseW(JET_SESID sesid, JET_PCWSTR szFilename, JET_PCWSTR szConnect, JET_DBID* pdbid,
    JET_GRBIT grbit);
JET_ERR JET_API JetCreateDatabase2A(JET_SESID sesid, JET_PCSTR szFilename, uint32_t cpgDatabaseSizeMax, JET_DBID* pdbid,
    JET_GRBIT grbit);
JET_ERR JET_API JetCreateDatabase2W(JET_SESID sesid, JET_PCWSTR szFilename, uint32_t cpgDatabaseSizeMax, JET_DBID* pdbid,
    JET_GRBIT grbit);
JET_ERR JET_API JetCreateDatabase3A(JET_SESID sesid, JET_PCSTR szFilename, JET_DBID* pdbid, JET_SETDBPARAM* rgsetdbparam,
    uint32_t csetdbparam, JET_GRBIT grbit);
JET_ERR JET_API JetCreateDatabase3W(JET_SESID sesid, JET_PCWSTR szFilename, JET_DBID* pdbid, JET_SETDBPARAM* rgsetdbparam,
    uint32_t csetdbparam, JET_GRBIT grbit);
JET_ERR JET_API JetAttachDatabaseA(JET_SESID sesid, JET_PCSTR szFilename, JET_GRBIT grbit);
JET_ERR JET_API JetAttachDatabaseW(JET_SESID sesid, JET_PCWSTR szFilename, JET_GRBIT grbit);
JET_ERR JET_API JetAttachDatabase2A(JET_SESID sesid, JET_PCSTR szFilename, uint32_t cpgDatabaseSizeMax, JET_GRBIT grbit);
JET_ERR JET_API JetAttachDatabase2W(JET_SESID sesid, JET_PCWSTR szFilename, uint32_t cpgDatabaseSizeMax, JET_GRBIT grbit);
JET_ERR JET_API JetAttachDatabase3A(JET_SESID sesid, JET_PCSTR szFilename, JET_SETDBPARAM* rgsetdbparam, uint32_t csetdbparam,
    JET_GRBIT grbit);
JET_ERR JET_API JetAttachDatabase3W(JET_SESID sesid, JET_PCWSTR szFilename, JET_SETDBPARAM* rgsetdbparam, uint32_t csetdbparam,
    JET_GRBIT grbit);
JET_ERR JET_API JetDetachDatabaseA(JET_SESID sesid, JET_PCSTR szFilename);
JET_ERR JET_API JetDetachDatabaseW(JET_SESID sesid, JET_PCWSTR szFilename);
JET_ERR JET_API JetDetachDatabase2A(JET_SESID sesid, JET_PCSTR szFilename, JET_GRBIT grbit);
JET_ERR JET_API JetDetachDatabase2W(JET_SESID sesid, JET_PCWSTR szFilename, JET_GRBIT grbit);
JET_ERR JET_API JetGetObjectInfoA(JET_SESID sesid, JET_DBID dbid, JET_OBJTYP objtyp, JET_PCSTR szContainerName,
    JET_PCSTR szObjectName, void* pvResult, uint32_t cbMax, uint32_t InfoLevel);
JET_ERR JET_API JetGetObjectInfoW(JET_SESID sesid, JET_DBID dbid, JET_OBJTYP objtyp, JET_PCWSTR szContainerName,
    JET_PCWSTR szObjectName, void* pvResult, uint32_t cbMax, uint32_t InfoLevel);
JET_ERR JET_API JetGetTableInfoA(JET_SESID sesid, JET_TABLEID tableid, void* pvResult, uint32_t cbMax, uint32_t InfoLevel);
JET_ERR JET_API JetGetTableInfoW(JET_SESID sesid, JET_TABLEID tableid, void* pvResult, uint32_t cbMax, uint32_t InfoLevel);
JET_ERR JET_API JetSetTableInfoW(JET_SESID sesid, JET_TABLEID tableid, const void* pvParam, uint32_t cbParam,
    uint32_t InfoLevel);
JET_ERR JET_API JetSetTableInfoA(JET_SESID sesid, JET_TABLEID tableid, const void* pvParam, uint32_t cbParam,
    uint32_t InfoLevel);
JET_ERR JET_API JetCreateEncryptionKey(uint32_t encryptionAlgorithm, void* pvKey, uint32_t cbKey, uint32_t* pcbActual);
JET_ERR JET_API JetCreateTableA(JET_SESID sesid, JET_DBID dbid, JET_PCSTR szTableName, uint32_t lPages, uint32_t lDensity,
    JET_TABLEID* ptableid);
JET_ERR JET_API JetCreateTableW(JET_SESID sesid, JET_DBID dbid, JET_PCWSTR szTableName, uint32_t lPages, uint32_t lDensity,
    JET_TABLEID* ptableid);
JET_ERR JET_API JetCreateTableColumnIndexA(JET_SESID sesid, JET_DBID dbid, JET_TABLECREATE_A* ptablecreate);
JET_ERR JET_API JetCreateTableColumnIndexW(JET_SESID sesid, JET_DBID dbid, JET_TABLECREATE_W* ptablecreate);
JET_ERR JET_API JetCreateTableColumnIndex2A(JET_SESID sesid, JET_DBID dbid, JET_TABLECREATE2_A* ptablecreate);
JET_ERR JET_API JetCreateTableColumnIndex2W(JET_SESID sesid, JET_DBID dbid, JET_TABLECREATE2_W* ptablecreate);
JET_ERR JET_API JetCreateTableColumnIndex3A(JET_SESID sesid, JET_DBID dbid, JET_TABLECREATE3_A* ptablecreate);
JET_ERR JET_API JetCreateTableColumnIndex3W(JET_SESID sesid, JET_DBID dbid, JET_TABLECREATE3_W* ptablecreate);
JET_ERR JET_API JetCreateTableColumnIndex4A(JET_SESID sesid, JET_DBID dbid, JET_TABLECREATE4_A* ptablecreate);
JET_ERR JET_API JetCreateTableColumnIndex4W(JET_SESID sesid, JET_DBID dbid, JET_TABLECREATE4_W* ptablecreate);
JET_ERR JET_API JetCreateTableColumnIndex5A(JET_SESID sesid, JET_DBID dbid, JET_TABLECREATE5_A* ptablecreate);
JET_ERR JET_API JetCreateTableColumnIndex5W(JET_SESID sesid, JET_DBID dbid, JET_TABLECREATE5_W* ptablecreate);
JET_ERR JET_API JetDeleteTableA(JET_SESID sesid, JET_DBID dbid, JET_PCSTR szTableName);
JET_ERR JET_API JetDeleteTableW(JET_SESID sesid, JET_DBID dbid, JET_PCWSTR szTableName);
JET_ERR JET_API JetDeleteTable2A(JET_SESID sesid, JET_DBID dbid, JET_PCSTR szTableName, JET_GRBIT grbit);
JET_ERR JET_API JetDeleteTable2W(JET_SESID sesid, JET_DBID dbid, JET_PCWSTR wszTableName, JET_GRBIT grbit);
JET_ERR JET_API JetRenameTableA(JET_SESID sesid, JET_DBID dbid, JET_PCSTR szName, JET_PCSTR szNameNew);
JET_ERR JET_API JetRenameTableW(JET_SESID sesid, JET_DBID dbid, JET_PCWSTR szName, JET_PCWSTR szNameNew);
JET_ERR JET_API JetGetTableColumnInfoA(JET_SESID sesid, JET_TABLEID tableid, JET_PCSTR szColumnName, void* pvResult,
    uint32_t cbMax, uint32_t InfoLevel);
JET_ERR JET_API JetGetTableColumnInfoW(JET_SESID sesid, JET_TABLEID tableid, JET_PCWSTR szColumnName, void* pvResult,
    uint32_t cbMax, uint32_t InfoLevel);
JET_ERR JET_API JetGetColumnInfoA(JET_SESID sesid, JET_DBID dbid, JET_PCSTR szTableName, JET_PCSTR pColumnNameOrId,
    void* pvResult, uint32_t cbMax, uint32_t InfoLevel);
JET_ERR JET_API JetGetColumnInfoW(JET_SESID sesid, JET_DBID dbid, JET_PCWSTR szTableName, JET_PCWSTR pwColumnNameOrId,
    void* pvResult, uint32_t cbMax, uint32_t InfoLevel);
JET_ERR JET_API JetAddColumnA(JET_SESID sesid, JET_TABLEID tableid, JET_PCSTR szColumnName, const JET_COLUMNDEF* pcolumndef,
    const void* pvDefault, uint32_t cbDefault, JET_COLUMNID* pcolumnid);
JET_ERR JET_API JetAddColumnW(JET_SESID sesid, JET_TABLEID tableid, JET_PCWSTR szColumnName, const JET_COLUMNDEF* pcolumndef,
    const void* pvDefault, uint32_t cbDefault, JET_COLUMNID* pcolumnid);
JET_ERR JET_API JetDeleteColumnA(JET_SESID sesid, JET_TABLEID tableid, JET_PCSTR szColumnName);
JET_ERR JET_API JetDeleteColumnW(JET_SESID sesid, JET_TABLEID tableid, JET_PCWSTR szColumnName);
JET_ERR JET_API JetDeleteColumn2A(JET_SESID sesid, JET_TABLEID tableid, JET_PCSTR szColumnName, JET_GRBIT grbit);
JET_ERR JET_API JetDeleteColumn2W(JET_SESID sesid, JET_TABLEID tableid, JET_PCWSTR szColumnName, JET_GRBIT grbit);
JET_ERR JET_API JetRenameColumnA(JET_SESID sesid, JET_TABLEID tableid, JET_PCSTR szName, JET_PCSTR szNameNew, JET_GRBIT grbit);
JET_ERR JET_API JetRenameColumnW(JET_SESID sesid, JET_TABLEID tableid, JET_PCWSTR szName, JET_PCWSTR szNameNew,
    JET_GRBIT grbit);
JET_ERR JET_API JetSetColumnDefaultValueA(JET_SESID sesid, JET_DBID dbid, JET_PCSTR szTableName, JET_PCSTR szColumnName,
    const void* pvData, uint32_t cbData, JET_GRBIT grbit);
JET_ERR JET_API JetSetColumnDefaultValueW(JET_SESID sesid, JET_DBID dbid, JET_PCWSTR szTableName, JET_PCWSTR szColumnName,
    const void* pvData, uint32_t cbData, JET_GRBIT grbit);
JET_ERR JET_API JetGetTableIndexInfoA(JET_SESID sesid, JET_TABLEID tableid, JET_PCSTR szIndexName, void* pvResult,
    uint32_t cbResult, uint32_t InfoLevel);
JET_ERR JET_API JetGetTableIndexInfoW(JET_SESID sesid, JET_TABLEID tableid, JET_PCWSTR szIndexName, void* pvResult,
    uint32_t cbResult, uint32_t InfoLevel);
JET_ERR JET_API JetGetIndexInfoA(JET_SESID sesid, JET_DBID dbid, JET_PCSTR szTableName, JET_PCSTR szIndexName, void* pvResult,
    uint32_t cbResult, uint32_t InfoLevel);
JET_ERR JET_API JetGetIndexInfoW(JET_SESID sesid, JET_DBID dbid, JET_PCWSTR szTableName, JET_PCWSTR szIndexName,
    void* pvResult, uint32_t cbResult, uint32_t InfoLevel);
JET_ERR JET_API JetCreateIndexA(JET_SESID sesid, JET_TABLEID tableid, JET_PCSTR szIndexName, JET_GRBIT grbit,
    const char* szKey, uint32_t cbKey, uint32_t lDensity);
JET_ERR JET_API JetCreateIndexW(JET_SESID sesid, JET_TABLEID tableid, JET_PCWSTR szIndexName, JET_GRBIT grbit,
    const JET_WCHAR* szKey, uint32_t cbKey, uint32_t lDensity);
JET_ERR JET_API JetCreateIndex2A(JET_SESID sesid, JET_TABLEID tableid, JET_INDEXCREATE_A* pindexcreate, uint32_t cIndexCreate);
JET_ERR JET_API JetCreateIndex2W(JET_SESID sesid, JET_TABLEID tableid, JET_INDEXCREATE_W* pindexcreate, uint32_t cIndexCreate);
JET_ERR JET_API JetCreateIndex3A(JET_SESID sesid, JET_TABLEID tableid, JET_INDEXCREATE2_A* pindexcreate, uint32_t cIndexCreate);
JET_ERR JET_API JetCreateIndex3W(JET_SESID sesid, JET_TABLEID tableid, JET_INDEXCREATE2_W* pindexcreate, uint32_t cIndexCreate);
JET_ERR JET_API JetCreateIndex4A(JET_SESID sesid, JET_TABLEID tableid, JET_INDEXCREATE3_A* pindexcreate, uint32_t cIndexCreate);
JET_ERR JET_API JetCreateIndex4W(JET_SESID sesid, JET_TABLEID tableid, JET_INDEXCREATE3_W* pindexcreate, uint32_t cIndexCreate);
JET_ERR JET_API JetDeleteIndexA(JET_SESID sesid, JET_TABLEID tableid, JET_PCSTR szIndexName);
JET_ERR JET_API JetDeleteIndexW(JET_SESID sesid, JET_TABLEID tableid, JET_PCWSTR szIndexName);
JET_ERR JET_API JetBeginTransaction(JET_SESID sesid);
JET_ERR JET_API JetBeginTransaction2(JET_SESID sesid, JET_GRBIT grbit);
JET_ERR JET_API JetBeginTransaction3(JET_SESID sesid, int64_t trxid, JET_GRBIT grbit);
JET_ERR JET_API JetPrepareToCommitTransaction(JET_SESID sesid, const void* pvData, uint32_t cbData, JET_GRBIT grbit);
JET_ERR JET_API JetCommitTransaction(JET_SESID sesid, JET_GRBIT grbit);
JET_ERR JET_API JetCommitTransaction2(JET_SESID sesid, JET_GRBIT grbit, uint32_t cmsecDurableCommit, JET_COMMIT_ID* pCommitId);
JET_ERR JET_API JetRollback(JET_SESID sesid, JET_GRBIT grbit);
JET_ERR JET_API JetGetDatabaseInfoA(JET_SESID sesid, JET_DBID dbid, void* pvResult, uint32_t cbMax, uint32_t InfoLevel);
JET_ERR JET_API JetGetDatabaseInfoW(JET_SESID sesid, JET_DBID dbid, void* pvResult, uint32_t cbMax, uint32_t InfoLevel);
JET_ERR JET_API JetGetDatabaseFileInfoA(JET_PCSTR szDatabaseName, void* pvResult, uint32_t cbMax, uint32_t InfoLevel);
JET_ERR JET_API JetGetDatabaseFileInfoW(JET_PCWSTR szDatabaseName, void* pvResult, uint32_t cbMax, uint32_t InfoLevel);
JET_ERR JET_API JetGetLogFileInfoA(JET_PCSTR szLog, void* pvResult, uint32_t cbMax, uint32_t InfoLevel);
JET_ERR JET_API JetGetLogFileInfoW(JET_PCWSTR szLog, void* pvResult, uint32_t cbMax, uint32_t InfoLevel);
JET_ERR JET_API JetOpenDatabaseA(JET_SESID sesid, JET_PCSTR szFilename, JET_PCSTR szConnect, JET_DBID* pdbid, JET_GRBIT grbit);
JET_ERR JET_API JetOpenDatabaseW(JET_SESID sesid, JET_PCWSTR szFilename, JET_PCWSTR szConnect, JET_DBID* pdbid,
    JET_GRBIT grbit);
JET_ERR JET_API JetCloseDatabase(JET_SESID sesid, JET_DBID dbid, JET_GRBIT grbit);
JET_ERR JET_API JetOpenTableA(JET_SESID sesid, JET_DBID dbid, JET_PCSTR szTableName, const void* pvParameters,
    uint32_t cbParameters, JET_GRBIT grbit, JET_TABLEID* ptableid);
JET_ERR JET_API JetOpenTableW(JET_SESID sesid, JET_DBID dbid, JET_PCWSTR szTableName, const void* pvParameters,
    uint32_t cbParameters, JET_GRBIT grbit, JET_TABLEID* ptableid);
JET_ERR JET_API JetSetTableSequential(JET_SESID sesid, JET_TABLEID tableid, JET_GRBIT grbit);
JET_ERR JET_API JetResetTableSequential(JET_SESID sesid, JET_TABLEID tableid, JET_GRBIT grbit);
JET_ERR JET_API JetCloseTable(JET_SESID sesid, JET_TABLEID tableid);
JET_ERR JET_API JetDelete(JET_SESID sesid, JET_TABLEID tableid);
JET_ERR JET_API JetUpdate(JET_SESID sesid, JET_TABLEID tableid, void* pvBookmark, uint32_t cbBookmark, uint32_t* pcbActual);
JET_ERR JET_API JetUpdate2(JET_SESID sesid, JET_TABLEID tableid, void* pvBookmark, uint32_t cbBookmark, uint32_t* pcbActual,
    JET_GRBIT grbit);
JET_ERR JET_API JetEscrowUpdate(JET_SESID sesid, JET_TABLEID tableid, JET_COLUMNID columnid, void* pv, uint32_t cbMax,
    void* pvOld, uint32_t cbOldMax, uint32_t* pcbOldActual, JET_GRBIT grbit);
JET_ERR JET_API JetRetrieveColumn(JET_SESID sesid, JET_TABLEID tableid, JET_COLUMNID columnid, void* pvData, uint32_t cbData,
    uint32_t* pcbActual, JET_GRBIT grbit, JET_RETINFO* pretinfo);
JET_ERR JET_API JetRetrieveColumns(JET_SESID sesid, JET_TABLEID tableid, JET_RETRIEVECOLUMN* pretrievecolumn,
    uint32_t cretrievecolumn);
JET_ERR JET_API JetEnumerateColumns(JET_SESID sesid, JET_TABLEID tableid, uint32_t cEnumColumnId,
    JET_ENUMCOLUMNID* rgEnumColumnId, uint32_t* pcEnumColumn, JET_ENUMCOLUMN** prgEnumColumn, JET_PFNREALLOC pfnRealloc,
    void* pvReallocContext, uint32_t cbDataMost, JET_GRBIT grbit);
JET_ERR JET_API JetRetrieveTaggedColumnList(JET_SESID sesid, JET_TABLEID tableid, uint32_t* pcColumns, void* pvData,
    uint32_t cbData, JET_COLUMNID columnidStart, JET_GRBIT grbit);
JET_ERR JET_API JetGetRecordSize(JET_SESID sesid, JET_TABLEID tableid, JET_RECSIZE* precsize, JET_GRBIT grbit);
JET_ERR JET_API JetGetRecordSize2(JET_SESID sesid, JET_TABLEID tableid, JET_RECSIZE2* precsize, JET_GRBIT grbit);
JET_ERR JET_API JetGetRecordSize3(JET_SESID sesid, JET_TABLEID tableid, JET_RECSIZE3* precsize, JET_GRBIT grbit);
JET_ERR JET_API JetSetColumn(JET_SESID sesid, JET_TABLEID tableid, JET_COLUMNID columnid, const void* pvData, uint32_t cbData,
    JET_GRBIT grbit, JET_SETINFO* psetinfo);
JET_ERR JET_API JetSetColumns(JET_SESID sesid, JET_TABLEID tableid, JET_SETCOLUMN* psetcolumn, uint32_t csetcolumn);
JET_ERR JET_API JetPrepareUpdate(JET_SESID sesid, JET_TABLEID tableid, uint32_t prep);
JET_ERR JET_API JetGetRecordPosition(JET_SESID sesid, JET_TABLEID tableid, JET_RECPOS* precpos, uint32_t cbRecpos);
JET_ERR JET_API JetGotoPosition(JET_SESID sesid, JET_TABLEID tableid, JET_RECPOS* precpos);
JET_ERR JET_API JetGetCursorInfo(JET_SESID sesid, JET_TABLEID tableid, void* pvResult, uint32_t cbMax, uint32_t InfoLevel);
JET_ERR JET_API JetDupCursor(JET_SESID sesid, JET_TABLEID tableid, JET_TABLEID* ptableid, JET_GRBIT grbit);
JET_ERR JET_API JetGetCurrentIndexA(JET_SESID sesid, JET_TABLEID tableid, JET_PSTR szIndexName, uint32_t cbIndexName);
JET_ERR JET_API JetGetCurrentIndexW(JET_SESID sesid, JET_TABLEID tableid, JET_PWSTR szIndexName, uint32_t cbIndexName);
JET_ERR JET_API JetSetCurrentIndexA(JET_SESID sesid, JET_TABLEID tableid, JET_PCSTR szIndexName);
JET_ERR JET_API JetSetCurrentIndexW(JET_SESID sesid, JET_TABLEID tableid, JET_PCWSTR szIndexName);
JET_ERR JET_API JetSetCurrentIndex2A(JET_SESID sesid, JET_TABLEID tableid, JET_PCSTR szIndexName, JET_GRBIT grbit);
JET_ERR JET_API JetSetCurrentIndex2W(JET_SESID sesid, JET_TABLEID tableid, JET_PCWSTR szIndexName, JET_GRBIT grbit);
JET_ERR JET_API JetSetCurrentIndex3A(JET_SESID sesid, JET_TABLEID tableid, JET_PCSTR szIndexName, JET_GRBIT grbit,
    uint32_t itagSequence);
JET_ERR JET_API JetSetCurrentIndex3W(JET_SESID sesid, JET_TABLEID tableid, JET_PCWSTR szIndexName, JET_GRBIT grbit,
    uint32_t itagSequence);
JET_ERR JET_API JetSetCurrentIndex4A(JET_SESID sesid, JET_TABLEID tableid, JET_PCSTR szIndexName, JET_INDEXID* pindexid,
    JET_GRBIT grbit, uint32_t itagSequence);
JET_ERR JET_API JetSetCurrentIndex4W(JET_SESID sesid, JET_TABLEID tableid, JET_PCWSTR szIndexName, JET_INDEXID* pindexid,
    JET_GRBIT grbit, uint32_t itagSequence);
JET_ERR JET_API JetMove(JET_SESID sesid, JET_TABLEID tableid, int32_t cRow, JET_GRBIT grbit);
JET_ERR JET_API JetSetCursorFilter(JET_SESID sesid, JET_TABLEID tableid, JET_INDEX_COLUMN* rgColumnFilters,
    uint32_t cColumnFilters, JET_GRBIT grbit);
JET_ERR JET_API JetGetLock(JET_SESID sesid, JET_TABLEID tableid, JET_GRBIT grbit);
JET_ERR JET_API JetMakeKey(JET_SESID sesid, JET_TABLEID tableid, const void* pvData, uint32_t cbData, JET_GRBIT grbit);
JET_ERR JET_API JetSeek(JET_SESID sesid, JET_TABLEID tableid, JET_GRBIT grbit);
JET_ERR JET_API JetPrereadKeys(JET_SESID sesid, JET_TABLEID tableid, const void** rgpvKeys, const uint32_t* rgcbKeys,
    int32_t ckeys, int32_t* pckeysPreread, JET_GRBIT grbit);
JET_ERR JET_API JetPrereadIndexRanges(JET_SESID sesid, JET_TABLEID tableid, const JET_INDEX_RANGE* rgIndexRanges,
    uint32_t cIndexRanges, uint32_t* pcRangesPreread, const JET_COLUMNID* rgcolumnidPreread, uint32_t ccolumnidPreread,
    JET_GRBIT grbit);
JET_ERR JET_API JetGetBookmark(JET_SESID sesid, JET_TABLEID tableid, void* pvBookmark, uint32_t cbMax, uint32_t* pcbActual);
JET_ERR JET_API JetGetSecondaryIndexBookmark(JET_SESID sesid, JET_TABLEID tableid, void* pvSecondaryKey,
    uint32_t cbSecondaryKeyMax, uint32_t* pcbSecondaryKeyActual, void* pvPrimaryBookmark, uint32_t cbPrimaryBookmarkMax,
    uint32_t* pcbPrimaryBookmarkActual, JET_GRBIT grbit);
JET_ERR JET_API JetCompactA(JET_SESID sesid, JET_PCSTR szDatabaseSrc, JET_PCSTR szDatabaseDest, JET_PFNSTATUS pfnStatus,
    JET_CONVERT_A* pconvert, JET_GRBIT grbit);
JET_ERR JET_API JetCompactW(JET_SESID sesid, JET_PCWSTR szDatabaseSrc, JET_PCWSTR szDatabaseDest, JET_PFNSTATUS pfnStatus,
    JET_CONVERT_W* pconvert, JET_GRBIT grbit);
JET_ERR JET_API JetDefragmentA(JET_SESID sesid, JET_DBID dbid, JET_PCSTR szTableName, uint32_t* pcPasses, uint32_t* pcSeconds,
    JET_GRBIT grbit);
JET_ERR JET_API JetDefragmentW(JET_SESID sesid, JET_DBID dbid, JET_PCWSTR szTableName, uint32_t* pcPasses, uint32_t* pcSeconds,
    JET_GRBIT grbit);
JET_ERR JET_API JetDefragment2A(JET_SESID sesid, JET_DBID dbid, JET_PCSTR szTableName, uint32_t* pcPasses, uint32_t* pcSeconds,
    JET_CALLBACK callback, JET_GRBIT grbit);
JET_ERR JET_API JetDefragment2W(JET_SESID sesid, JET_DBID dbid, JET_PCWSTR szTableName, uint32_t* pcPasses,
    uint32_t* pcSeconds, JET_CALLBACK callback, JET_GRBIT grbit);
JET_ERR JET_API JetDefragment3A(JET_SESID sesid, JET_PCSTR szDatabaseName, JET_PCSTR szTableName, uint32_t* pcPasses,
    uint32_t* pcSeconds, JET_CALLBACK callback, void* pvContext, JET_GRBIT grbit);
JET_ERR JET_API JetDefragment3W(JET_SESID sesid, JET_PCWSTR szDatabaseName, JET_PCWSTR szTableName, uint32_t* pcPasses,
    uint32_t* pcSeconds, JET_CALLBACK callback, void* pvContext, JET_GRBIT grbit);
JET_ERR JET_API JetDatabaseScan(JET_SESID sesid, JET_DBID dbid, uint32_t* pcSecondsMax, uint32_t cmsecSleep,
    JET_CALLBACK pfnCallback, JET_GRBIT grbit);
JET_ERR JET_API JetConvertDDLA(JET_SESID sesid, JET_DBID dbid, JET_OPDDLCONV convtyp, void* pvData, uint32_t cbData);
JET_ERR JET_API JetConvertDDLW(JET_SESID sesid, JET_DBID dbid, JET_OPDDLCONV convtyp, void* pvData, uint32_t cbData);
JET_ERR JET_API JetUpgradeDatabaseA(JET_SESID sesid, JET_PCSTR szDbFileName, JET_PCSTR szSLVFileName, JET_GRBIT grbit);
JET_ERR JET_API JetUpgradeDatabaseW(JET_SESID sesid, JET_PCWSTR szDbFileName, JET_PCWSTR szSLVFileName, JET_GRBIT grbit);
JET_ERR JET_API JetSetMaxDatabaseSize(JET_SESID sesid, JET_DBID dbid, uint32_t cpg, JET_GRBIT grbit);
JET_ERR JET_API JetGetMaxDatabaseSize(JET_SESID sesid, JET_DBID dbid, uint32_t* pcpg, JET_GRBIT grbit);
JET_ERR JET_API JetSetDatabaseSizeA(JET_SESID sesid, JET_PCSTR szDatabaseName, uint32_t cpg, uint32_t* pcpgReal);
JET_ERR JET_API JetSetDatabaseSizeW(JET_SESID sesid, JET_PCWSTR szDatabaseName, uint32_t cpg, uint32_t* pcpgReal);
JET_ERR JET_API JetGrowDatabase(JET_SESID sesid, JET_DBID dbid, uint32_t cpg, uint32_t* pcpgReal);
JET_ERR JET_API JetResizeDatabase(JET_SESID sesid, JET_DBID dbid, uint32_t cpgTarget, uint32_t* pcpgActual, JET_GRBIT grbit);
JET_ERR JET_API JetSetSessionContext(JET_SESID sesid, JET_API_PTR ulContext);
JET_ERR JET_API JetResetSessionContext(JET_SESID sesid);
JET_ERR JET_API JetDBUtilitiesA(JET_DBUTIL_A* pdbutil);
JET_ERR JET_API JetDBUtilitiesW(JET_DBUTIL_W* pdbutil);
JET_ERR JET_API JetGotoBookmark(JET_SESID sesid, JET_TABLEID tableid, void* pvBookmark, uint32_t cbBookmark);
JET_ERR JET_API JetGotoSecondaryIndexBookmark(JET_SESID sesid, JET_TABLEID tableid, void* pvSecondaryKey,
    uint32_t cbSecondaryKey, void* pvPrimaryBookmark, uint32_t cbPrimaryBookmark, JET_GRBIT grbit);
JET_ERR JET_API JetIntersectIndexes(JET_SESID sesid, JET_INDEXRANGE* rgindexrange, uint32_t cindexrange,
    JET_RECORDLIST* precordlist, JET_GRBIT grbit);
JET_ERR JET_API JetComputeStats(JET_SESID sesid, JET_TABLEID tableid);
JET_ERR JET_API JetOpenTempTable(JET_SESID sesid, const JET_COLUMNDEF* prgcolumndef, uint32_t ccolumn, JET_GRBIT grbit,
    JET_TABLEID* ptableid, JET_COLUMNID* prgcolumnid);
JET_ERR JET_API JetOpenTempTable2(JET_SESID sesid, const JET_COLUMNDEF* prgcolumndef, uint32_t ccolumn, uint32_t lcid,
    JET_GRBIT grbit, JET_TABLEID* ptableid, JET_COLUMNID* prgcolumnid);
JET_ERR JET_API JetOpenTempTable3(JET_SESID sesid, const JET_COLUMNDEF* prgcolumndef, uint32_t ccolumn,
    JET_UNICODEINDEX* pidxunicode, JET_GRBIT grbit, JET_TABLEID* ptableid, JET_COLUMNID* prgcolumnid);
JET_ERR JET_API JetOpenTemporaryTable(JET_SESID sesid, JET_OPENTEMPORARYTABLE* popentemporarytable);
JET_ERR JET_API JetOpenTemporaryTable2(JET_SESID sesid, JET_OPENTEMPORARYTABLE2* popentemporarytable);
JET_ERR JET_API JetBackupA(JET_PCSTR szBackupPath, JET_GRBIT grbit, JET_PFNSTATUS pfnStatus);
JET_ERR JET_API JetBackupW(JET_PCWSTR szBackupPath, JET_GRBIT grbit, JET_PFNSTATUS pfnStatus);
JET_ERR JET_API JetBackupInstanceA(JET_INSTANCE instance, JET_PCSTR szBackupPath, JET_GRBIT grbit, JET_PFNSTATUS pfnStatus);
JET_ERR JET_API JetBackupInstanceW(JET_INSTANCE instance, JET_PCWSTR szBackupPath, JET_GRBIT grbit, JET_PFNSTATUS pfnStatus);
JET_ERR JET_API JetRestoreA(JET_PCSTR szSource, JET_PFNSTATUS pfn);
JET_ERR JET_API JetRestoreW(JET_PCWSTR szSource, JET_PFNSTATUS pfn);
JET_ERR JET_API JetRestore2A(JET_PCSTR sz, JET_PCSTR szDest, JET_PFNSTATUS pfn);
JET_ERR JET_API JetRestore2W(JET_PCWSTR sz, JET_PCWSTR szDest, JET_PFNSTATUS pfn);
JET_ERR JET_API JetRestoreInstanceA(JET_INSTANCE instance, JET_PCSTR sz, JET_PCSTR szDest, JET_PFNSTATUS pfn);
JET_ERR JET_API JetRestoreInstanceW(JET_INSTANCE instance, JET_PCWSTR sz, JET_PCWSTR szDest, JET_PFNSTATUS pfn);
JET_ERR JET_API JetSetIndexRange(JET_SESID sesid, JET_TABLEID tableidSrc, JET_GRBIT grbit);
JET_ERR JET_API JetIndexRecordCount(JET_SESID sesid, JET_TABLEID tableid, uint32_t* pcrec, uint32_t crecMax);
JET_ERR JET_API JetIndexRecordCount2(JET_SESID sesid, JET_TABLEID tableid, uint64_t* pcrec, uint64_t crecMax);
JET_ERR JET_API JetRetrieveKey(JET_SESID sesid, JET_TABLEID tableid, void* pvKey, uint32_t cbMax, uint32_t* pcbActual,
    JET_GRBIT grbit);
JET_ERR JET_API JetBeginExternalBackup(JET_GRBIT grbit);
JET_ERR JET_API JetBeginExternalBackupInstance(JET_INSTANCE instance, JET_GRBIT grbit);
JET_ERR JET_API JetBeginSurrogateBackup(JET_INSTANCE instance, uint32_t lgenFirst, uint32_t lgenLast, JET_GRBIT grbit);
JET_ERR JET_API JetGetAttachInfoA(void* pv, JET_PSTR szzDatabases, uint32_t cbMax, uint32_t* pcbActual);
JET_ERR JET_API JetGetAttachInfoW(JET_PWSTR wszzDatabases, uint32_t cbMax, uint32_t* pcbActual);
JET_ERR JET_API JetGetAttachInfoInstanceA(JET_INSTANCE instance, void* pv, JET_PSTR szzDatabases, uint32_t cbMax,
    uint32_t* pcbActual);
JET_ERR JET_API JetGetAttachInfoInstanceW(JET_INSTANCE instance, JET_PWSTR szzDatabases, uint32_t cbMax, uint32_t* pcbActual);
JET_ERR JET_API JetOpenFileA(JET_PCSTR szFileName, JET_HANDLE* phfFile, uint32_t* pulFileSizeLow, uint32_t* pulFileSizeHigh);
JET_ERR JET_API JetOpenFileW(JET_PCWSTR szFileName, JET_HANDLE* phfFile, uint32_t* pulFileSizeLow, uint32_t* pulFileSizeHigh);
JET_ERR JET_API JetOpenFileInstanceA(JET_INSTANCE instance, JET_PCSTR szFileName, JET_HANDLE* phfFile,
    uint32_t* pulFileSizeLow, uint32_t* pulFileSizeHigh);
JET_ERR JET_API JetOpenFileInstanceW(JET_INSTANCE instance, JET_PCWSTR szFileName, JET_HANDLE* phfFile,
    uint32_t* pulFileSizeLow, uint32_t* pulFileSizeHigh);
JET_ERR JET_API JetOpenFileSectionInstanceA(JET_INSTANCE instance, JET_PSTR szFile, JET_HANDLE* phFile, int32_t iSection,
    int32_t cSections, uint64_t ibRead, uint32_t* pulSectionSizeLow, int32_t* plSectionSizeHigh);
JET_ERR JET_API JetOpenFileSectionInstanceW(JET_INSTANCE instance, JET_PWSTR szFile, JET_HANDLE* phFile, int32_t iSection,
    int32_t cSections, uint64_t ibRead, uint32_t* pulSectionSizeLow, int32_t* plSectionSizeHigh);
JET_ERR JET_API JetReadFile(JET_HANDLE hfFile, void* pv, uint32_t cb, uint32_t* pcbActual);
JET_ERR JET_API JetReadFileInstance(JET_INSTANCE instance, JET_HANDLE hfFile, void* pv, uint32_t cb, uint32_t* pcbActual);
JET_ERR JET_API JetCloseFile(JET_HANDLE hfFile);
JET_ERR JET_API JetCloseFileInstance(JET_INSTANCE instance, JET_HANDLE hfFile);
JET_ERR JET_API JetGetLogInfoA(void* pv, JET_PSTR szzLogs, uint32_t cbMax, uint32_t* pcbActual);
JET_ERR JET_API JetGetLogInfoW(JET_PWSTR szzLogs, uint32_t cbMax, uint32_t* pcbActual);
JET_ERR JET_API JetGetLogInfoInstanceA(JET_INSTANCE instance, void* pv, JET_PSTR szzLogs, uint32_t cbMax, uint32_t* pcbActual);
JET_ERR JET_API JetGetLogInfoInstanceW(JET_INSTANCE instance, JET_PWSTR wszzLogs, uint32_t cbMax, uint32_t* pcbActual);
JET_ERR JET_API JetGetLogInfoInstance2A(JET_INSTANCE instance, void* pv, JET_PSTR szzLogs, uint32_t cbMax, uint32_t* pcbActual,
    JET_LOGINFO_A* pLogInfo);
JET_ERR JET_API JetGetLogInfoInstance2W(JET_INSTANCE instance, JET_PWSTR wszzLogs, uint32_t cbMax, uint32_t* pcbActual,
    JET_LOGINFO_W* pLogInfo);
JET_ERR JET_API JetGetTruncateLogInfoInstanceA(JET_INSTANCE instance, void* pv, JET_PSTR szzLogs, uint32_t cbMax,
    uint32_t* pcbActual);
JET_ERR JET_API JetGetTruncateLogInfoInstanceW(JET_INSTANCE instance, JET_PWSTR wszzLogs, uint32_t cbMax, uint32_t* pcbActual);
JET_ERR JET_API JetTruncateLog(void);
JET_ERR JET_API JetTruncateLogInstance(JET_INSTANCE instance);
JET_ERR JET_API JetEndExternalBackup(void);
JET_ERR JET_API JetEndExternalBackupInstance(JET_INSTANCE instance);
JET_ERR JET_API JetEndExternalBackupInstance2(JET_INSTANCE instance, JET_GRBIT grbit);
JET_ERR JET_API JetEndSurrogateBackup(JET_INSTANCE instance, JET_GRBIT grbit);
JET_ERR JET_API JetExternalRestoreA(JET_PSTR szCheckpointFilePath, JET_PSTR szLogPath, JET_RSTMAP_A* rgrstmap,
    int32_t crstfilemap, JET_PSTR szBackupLogPath, int32_t genLow, int32_t genHigh, JET_PFNSTATUS pfn);
JET_ERR JET_API JetExternalRestoreW(JET_PWSTR szCheckpointFilePath, JET_PWSTR szLogPath, JET_RSTMAP_W* rgrstmap,
    int32_t crstfilemap, JET_PWSTR szBackupLogPath, int32_t genLow, int32_t genHigh, JET_PFNSTATUS pfn);
JET_ERR JET_API JetExternalRestore2A(JET_PSTR szCheckpointFilePath, JET_PSTR szLogPath, JET_RSTMAP_A* rgrstmap,
    int32_t crstfilemap, JET_PSTR szBackupLogPath, JET_LOGINFO_A* pLogInfo, JET_PSTR szTargetInstanceName,
    JET_PSTR szTargetInstanceLogPath, JET_PSTR szTargetInstanceCheckpointPath, JET_PFNSTATUS pfn);
JET_ERR JET_API JetExternalRestore2W(JET_PWSTR szCheckpointFilePath, JET_PWSTR szLogPath, JET_RSTMAP_W* rgrstmap,
    int32_t crstfilemap, JET_PWSTR szBackupLogPath, JET_LOGINFO_W* pLogInfo, JET_PWSTR szTargetInstanceName,
    JET_PWSTR szTargetInstanceLogPath, JET_PWSTR szTargetInstanceCheckpointPath, JET_PFNSTATUS pfn);
JET_ERR JET_API JetSnapshotStartA(JET_INSTANCE instance, JET_PSTR szDatabases, JET_GRBIT grbit);
JET_ERR JET_API JetSnapshotStartW(JET_INSTANCE instance, JET_PWSTR szDatabases, JET_GRBIT grbit);
JET_ERR JET_API JetSnapshotStop(JET_INSTANCE instance, JET_GRBIT grbit);
JET_ERR JET_API JetRegisterCallback(JET_SESID sesid, JET_TABLEID tableid, JET_CBTYP cbtyp, JET_CALLBACK pCallback,
    void* pvContext, JET_HANDLE* phCallbackId);
JET_ERR JET_API JetUnregisterCallback(JET_SESID sesid, JET_TABLEID tableid, JET_CBTYP cbtyp, JET_HANDLE hCallbackId);
JET_ERR JET_API JetGetInstanceInfoA(uint32_t* pcInstanceInfo, JET_INSTANCE_INFO_A** paInstanceInfo);
JET_ERR JET_API JetGetInstanceInfoW(uint32_t* pcInstanceInfo, JET_INSTANCE_INFO_W** paInstanceInfo);
JET_ERR JET_API JetFreeBuffer(char* pbBuf);
JET_ERR JET_API JetSetLS(JET_SESID sesid, JET_TABLEID tableid, JET_LS ls, JET_GRBIT grbit);
JET_ERR JET_API JetGetLS(JET_SESID sesid, JET_TABLEID tableid, JET_LS* pls, JET_GRBIT grbit);
JET_ERR JET_API JetTracing(JET_TRACEOP traceop, JET_TRACETAG tracetag, JET_API_PTR ul);
JET_ERR JET_API JetOSSnapshotPrepare(JET_OSSNAPID* psnapId, JET_GRBIT grbit);
JET_ERR JET_API JetOSSnapshotPrepareInstance(JET_OSSNAPID snapId, JET_INSTANCE instance, JET_GRBIT grbit);
JET_ERR JET_API JetOSSnapshotFreezeA(JET_OSSNAPID snapId, uint32_t* pcInstanceInfo, JET_INSTANCE_INFO_A** paInstanceInfo,
    JET_GRBIT grbit);
JET_ERR JET_API JetOSSnapshotFreezeW(JET_OSSNAPID snapId, uint32_t* pcInstanceInfo, JET_INSTANCE_INFO_W** paInstanceInfo,
    JET_GRBIT grbit);
JET_ERR JET_API JetOSSnapshotThaw(JET_OSSNAPID snapId, JET_GRBIT grbit);
JET_ERR JET_API JetOSSnapshotAbort(JET_OSSNAPID snapId, JET_GRBIT grbit);
JET_ERR JET_API JetOSSnapshotTruncateLog(JET_OSSNAPID snapId, JET_GRBIT grbit);
JET_ERR JET_API JetOSSnapshotTruncateLogInstance(JET_OSSNAPID snapId, JET_INSTANCE instance, JET_GRBIT grbit);
JET_ERR JET_API JetOSSnapshotGetFreezeInfoA(JET_OSSNAPID snapId, uint32_t* pcInstanceInfo,
    JET_INSTANCE_INFO_A** paInstanceInfo, JET_GRBIT grbit);
JET_ERR JET_API JetOSSnapshotGetFreezeInfoW(JET_OSSNAPID snapId, uint32_t* pcInstanceInfo,
    JET_INSTANCE_INFO_W** paInstanceInfo, JET_GRBIT grbit);
JET_ERR JET_API JetOSSnapshotEnd(JET_OSSNAPID snapId, JET_GRBIT grbit);
JET_ERR JET_API JetGetPageInfo(void* pvPages, uint32_t cbData, JET_PAGEINFO* rgPageInfo, uint32_t cbPageInfo, JET_GRBIT grbit,
    uint32_t ulInfoLevel);
JET_ERR JET_API JetGetPageInfo2(void* pvPages, uint32_t cbData, void* rgPageInfo, uint32_t cbPageInfo, JET_GRBIT grbit,
    uint32_t ulInfoLevel);
JET_ERR JET_API JetGetDatabasePages(JET_SESID sesid, JET_DBID dbid, uint32_t pgnoStart, uint32_t cpg, void* pv, uint32_t cb,
    uint32_t* pcbActual, JET_GRBIT grbit);
JET_ERR JET_API JetOnlinePatchDatabasePage(JET_SESID sesid, JET_DBID dbid, uint32_t pgno, const void* pvToken,
    uint32_t cbToken, const void* pvData, uint32_t cbData, JET_GRBIT grbit);
JET_ERR JET_API JetRemoveLogfileA(JET_PCSTR szDatabase, JET_PCSTR szLogfile, JET_GRBIT grbit);
JET_ERR JET_API JetRemoveLogfileW(JET_PCWSTR wszDatabase, JET_PCWSTR wszLogfile, JET_GRBIT grbit);
JET_ERR JET_API JetBeginDatabaseIncrementalReseedA(JET_INSTANCE instance, JET_PCSTR szDatabase, uint32_t genFirstDivergedLog,
    JET_GRBIT grbit);
JET_ERR JET_API JetBeginDatabaseIncrementalReseedW(JET_INSTANCE instance, JET_PCWSTR szDatabase, uint32_t genFirstDivergedLog,
    JET_GRBIT grbit);
JET_ERR JET_API JetEndDatabaseIncrementalReseedA(JET_INSTANCE instance, JET_PCSTR szDatabase, uint32_t genMinRequired,
    uint32_t genFirstDivergedLog, uint32_t genMaxRequired, JET_GRBIT grbit);
JET_ERR JET_API JetEndDatabaseIncrementalReseedW(JET_INSTANCE instance, JET_PCWSTR szDatabase, uint32_t genMinRequired,
    uint32_t genFirstDivergedLog, uint32_t genMaxRequired, JET_GRBIT grbit);
JET_ERR JET_API JetPatchDatabasePagesA(JET_INSTANCE instance, JET_PCSTR szDatabase, uint32_t pgnoStart, uint32_t cpg,
    const void* pv, uint32_t cb, JET_GRBIT grbit);
JET_ERR JET_API JetPatchDatabasePagesW(JET_INSTANCE instance, JET_PCWSTR szDatabase, uint32_t pgnoStart, uint32_t cpg,
    const void* pv, uint32_t cb, JET_GRBIT grbit);
JET_ERR JET_API JetGetRBSFileInfoA(JET_PCSTR szRBSFileName, void* pvResult, uint32_t cbMax, uint32_t InfoLevel);
JET_ERR JET_API JetGetRBSFileInfoW(JET_PCWSTR szRBSFileName, void* pvResult, uint32_t cbMax, uint32_t InfoLevel);
JET_ERR JET_API JetRBSPrepareRevert(JET_INSTANCE instance, JET_LOGTIME jltRevertExpected, int32_t cpgCache, JET_GRBIT grbit,
    JET_LOGTIME* pjltRevertActual);
JET_ERR JET_API JetRBSExecuteRevert(JET_INSTANCE instance, JET_GRBIT grbit, JET_RBSREVERTINFOMISC* prbsrevertinfomisc);
JET_ERR JET_API JetRBSCancelRevert(JET_INSTANCE instance);
JET_ERR JET_API JetConfigureProcessForCrashDump(JET_GRBIT grbit);
JET_ERR JET_API JetTestHook(TESTHOOK_OP opcode, void* pv);
JET_ERR JET_API JetConsumeLogData(JET_INSTANCE instance, JET_EMITDATACTX* pEmitLogDataCtx, void* pvLogData, uint32_t cbLogData,
    JET_GRBIT grbits);
JET_ERR JET_API JetGetErrorInfoW(void* pvContext, void* pvResult, uint32_t cbMax, uint32_t InfoLevel, JET_GRBIT grbit);
JET_ERR JET_API JetSetSessionParameter(JET_SESID sesid, uint32_t sesparamid, void* pvParam, uint32_t cbParam);
JET_ERR JET_API JetGetSessionParameter(JET_SESID sesid, uint32_t sesparamid, void* pvParam, uint32_t cbParamMax,
    uint32_t* pcbParamActual);
JET_ERR JET_API JetPrereadTablesW(JET_SESID sesid, JET_DBID dbid, JET_PCWSTR* rgwszTables, int32_t cwszTables, JET_GRBIT grbit);
JET_ERR JET_API JetPrereadIndexRange(JET_SESID sesid, JET_TABLEID tableid, const JET_INDEX_RANGE* pIndexRange,
    uint32_t cPageCacheMin, uint32_t cPageCacheMax, JET_GRBIT grbit, uint32_t* pcPageCacheActual);
JET_ERR JET_API JetRetrieveColumnByReference(JET_SESID sesid, JET_TABLEID tableid, const void* pvReference,
    uint32_t cbReference, uint32_t ibData, void* pvData, uint32_t cbData, uint32_t* pcbActual, JET_GRBIT grbit);
JET_ERR JET_API JetPrereadColumnsByReference(JET_SESID sesid, JET_TABLEID tableid, const void* const* rgpvReferences,
    const uint32_t* rgcbReferences, uint32_t cReferences, uint32_t cPageCacheMin, uint32_t cPageCacheMax,
    uint32_t* pcReferencesPreread, JET_GRBIT grbit);
JET_ERR JET_API JetStreamRecords(JET_SESID sesid, JET_TABLEID tableid, uint32_t ccolumnid, const JET_COLUMNID* rgcolumnid,
    void* pvData, uint32_t cbData, uint32_t* pcbActual, JET_GRBIT grbit);
JET_ERR JET_API JetRetrieveColumnFromRecordStream(void* pvData, uint32_t cbData, uint32_t* piRecord, JET_COLUMNID* pcolumnid,
    uint32_t* pitagSequence, uint32_t* pibValue, uint32_t* pcbValue);

#if defined(__cplusplus)
}
#endif

/* The name without a letter is the A form, and the W form where JET_UNICODE is defined */

#if defined(JET_UNICODE)
#define JetInit3 JetInit3W
#define JetInit4 JetInit4W
#define JetCreateInstance JetCreateInstanceW
#define JetCreateInstance2 JetCreateInstance2W
#define JetSetSystemParameter JetSetSystemParameterW
#define JetGetSystemParameter JetGetSystemParameterW
#define JetEnableMultiInstance JetEnableMultiInstanceW
#define JetBeginSession JetBeginSessionW
#define JetCreateDatabase JetCreateDatabaseW
#define JetCreateDatabase2 JetCreateDatabase2W
#define JetCreateDatabase3 JetCreateDatabase3W
#define JetAttachDatabase JetAttachDatabaseW
#define JetAttachDatabase2 JetAttachDatabase2W
#define JetAttachDatabase3 JetAttachDatabase3W
#define JetDetachDatabase JetDetachDatabaseW
#define JetDetachDatabase2 JetDetachDatabase2W
#define JetGetObjectInfo JetGetObjectInfoW
#define JetGetTableInfo JetGetTableInfoW
#define JetSetTableInfo JetSetTableInfoW
#define JetCreateTable JetCreateTableW
#define JetCreateTableColumnIndex JetCreateTableColumnIndexW
#define JetCreateTableColumnIndex2 JetCreateTableColumnIndex2W
#define JetCreateTableColumnIndex3 JetCreateTableColumnIndex3W
#define JetCreateTableColumnIndex4 JetCreateTableColumnIndex4W
#define JetCreateTableColumnIndex5 JetCreateTableColumnIndex5W
#define JetDeleteTable JetDeleteTableW
#define JetDeleteTable2 JetDeleteTable2W
#define JetRenameTable JetRenameTableW
#define JetGetTableColumnInfo JetGetTableColumnInfoW
#define JetGetColumnInfo JetGetColumnInfoW
#define JetAddColumn JetAddColumnW
#define JetDeleteColumn JetDeleteColumnW
#define JetDeleteColumn2 JetDeleteColumn2W
#define JetRenameColumn JetRenameColumnW
#define JetSetColumnDefaultValue JetSetColumnDefaultValueW
#define JetGetTableIndexInfo JetGetTableIndexInfoW
#define JetGetIndexInfo JetGetIndexInfoW
#define JetCreateIndex JetCreateIndexW
#define JetCreateIndex2 JetCreateIndex2W
#define JetCreateIndex3 JetCreateIndex3W
#define JetCreateIndex4 JetCreateIndex4W
#define JetDeleteIndex JetDeleteIndexW
#define JetGetDatabaseInfo JetGetDatabaseInfoW
#define JetGetDatabaseFileInfo JetGetDatabaseFileInfoW
#define JetGetLogFileInfo JetGetLogFileInfoW
#define JetOpenDatabase JetOpenDatabaseW
#define JetOpenTable JetOpenTableW
#define JetGetCurrentIndex JetGetCurrentIndexW
#define JetSetCurrentIndex JetSetCurrentIndexW
#define JetSetCurrentIndex2 JetSetCurrentIndex2W
#define JetSetCurrentIndex3 JetSetCurrentIndex3W
#define JetSetCurrentIndex4 JetSetCurrentIndex4W
#define JetCompact JetCompactW
#define JetDefragment JetDefragmentW
#define JetDefragment2 JetDefragment2W
#define JetDefragment3 JetDefragment3W
#define JetConvertDDL JetConvertDDLW
#define JetUpgradeDatabase JetUpgradeDatabaseW
#define JetSetDatabaseSize JetSetDatabaseSizeW
#define JetDBUtilities JetDBUtilitiesW
#define JetBackup JetBackupW
#define JetBackupInstance JetBackupInstanceW
#define JetRestore JetRestoreW
#define JetRestore2 JetRestore2W
#define JetRestoreInstance JetRestoreInstanceW
#define JetGetAttachInfo JetGetAttachInfoW
#define JetGetAttachInfoInstance JetGetAttachInfoInstanceW
#define JetOpenFile JetOpenFileW
#define JetOpenFileInstance JetOpenFileInstanceW
#define JetOpenFileSectionInstance JetOpenFileSectionInstanceW
#define JetGetLogInfo JetGetLogInfoW
#define JetGetLogInfoInstance JetGetLogInfoInstanceW
#define JetGetLogInfoInstance2 JetGetLogInfoInstance2W
#define JetGetTruncateLogInfoInstance JetGetTruncateLogInfoInstanceW
#define JetExternalRestore JetExternalRestoreW
#define JetExternalRestore2 JetExternalRestore2W
#define JetSnapshotStart JetSnapshotStartW
#define JetGetInstanceInfo JetGetInstanceInfoW
#define JetOSSnapshotFreeze JetOSSnapshotFreezeW
#define JetOSSnapshotGetFreezeInfo JetOSSnapshotGetFreezeInfoW
#define JetRemoveLogfile JetRemoveLogfileW
#define JetBeginDatabaseIncrementalReseed JetBeginDatabaseIncrementalReseedW
#define JetEndDatabaseIncrementalReseed JetEndDatabaseIncrementalReseedW
#define JetPatchDatabasePages JetPatchDatabasePagesW
#define JetGetRBSFileInfo JetGetRBSFileInfoW
#else
#define JetInit3 JetInit3A
#define JetInit4 JetInit4A
#define JetCreateInstance JetCreateInstanceA
#define JetCreateInstance2 JetCreateInstance2A
#define JetSetSystemParameter JetSetSystemParameterA
#define JetGetSystemParameter JetGetSystemParameterA
#define JetEnableMultiInstance JetEnableMultiInstanceA
#define JetBeginSession JetBeginSessionA
#define JetCreateDatabase JetCreateDatabaseA
#define JetCreateDatabase2 JetCreateDatabase2A
#define JetCreateDatabase3 JetCreateDatabase3A
#define JetAttachDatabase JetAttachDatabaseA
#define JetAttachDatabase2 JetAttachDatabase2A
#define JetAttachDatabase3 JetAttachDatabase3A
#define JetDetachDatabase JetDetachDatabaseA
#define JetDetachDatabase2 JetDetachDatabase2A
#define JetGetObjectInfo JetGetObjectInfoA
#define JetGetTableInfo JetGetTableInfoA
#define JetSetTableInfo JetSetTableInfoA
#define JetCreateTable JetCreateTableA
#define JetCreateTableColumnIndex JetCreateTableColumnIndexA
#define JetCreateTableColumnIndex2 JetCreateTableColumnIndex2A
#define JetCreateTableColumnIndex3 JetCreateTableColumnIndex3A
#define JetCreateTableColumnIndex4 JetCreateTableColumnIndex4A
#define JetCreateTableColumnIndex5 JetCreateTableColumnIndex5A
#define JetDeleteTable JetDeleteTableA
#define JetDeleteTable2 JetDeleteTable2A
#define JetRenameTable JetRenameTableA
#define JetGetTableColumnInfo JetGetTableColumnInfoA
#define JetGetColumnInfo JetGetColumnInfoA
#define JetAddColumn JetAddColumnA
#define JetDeleteColumn JetDeleteColumnA
#define JetDeleteColumn2 JetDeleteColumn2A
#define JetRenameColumn JetRenameColumnA
#define JetSetColumnDefaultValue JetSetColumnDefaultValueA
#define JetGetTableIndexInfo JetGetTableIndexInfoA
#define JetGetIndexInfo JetGetIndexInfoA
#define JetCreateIndex JetCreateIndexA
#define JetCreateIndex2 JetCreateIndex2A
#define JetCreateIndex3 JetCreateIndex3A
#define JetCreateIndex4 JetCreateIndex4A
#define JetDeleteIndex JetDeleteIndexA
#define JetGetDatabaseInfo JetGetDatabaseInfoA
#define JetGetDatabaseFileInfo JetGetDatabaseFileInfoA
#define JetGetLogFileInfo JetGetLogFileInfoA
#define JetOpenDatabase JetOpenDatabaseA
#define JetOpenTable JetOpenTableA
#define JetGetCurrentIndex JetGetCurrentIndexA
#define JetSetCurrentIndex JetSetCurrentIndexA
#define JetSetCurrentIndex2 JetSetCurrentIndex2A
#define JetSetCurrentIndex3 JetSetCurrentIndex3A
#define JetSetCurrentIndex4 JetSetCurrentIndex4A
#define JetCompact JetCompactA
#define JetDefragment JetDefragmentA
#define JetDefragment2 JetDefragment2A
#define JetDefragment3 JetDefragment3A
#define JetConvertDDL JetConvertDDLA
#define JetUpgradeDatabase JetUpgradeDatabaseA
#define JetSetDatabaseSize JetSetDatabaseSizeA
#define JetDBUtilities JetDBUtilitiesA
#define JetBackup JetBackupA
#define JetBackupInstance JetBackupInstanceA
#define JetRestore JetRestoreA
#define JetRestore2 JetRestore2A
#define JetRestoreInstance JetRestoreInstanceA
#define JetGetAttachInfo JetGetAttachInfoA
#define JetGetAttachInfoInstance JetGetAttachInfoInstanceA
#define JetOpenFile JetOpenFileA
#define JetOpenFileInstance JetOpenFileInstanceA
#define JetOpenFileSectionInstance JetOpenFileSectionInstanceA
#define JetGetLogInfo JetGetLogInfoA
#define JetGetLogInfoInstance JetGetLogInfoInstanceA
#define JetGetLogInfoInstance2 JetGetLogInfoInstance2A
#define JetGetTruncateLogInfoInstance JetGetTruncateLogInfoInstanceA
#define JetExternalRestore JetExternalRestoreA
#define JetExternalRestore2 JetExternalRestore2A
#define JetSnapshotStart JetSnapshotStartA
#define JetGetInstanceInfo JetGetInstanceInfoA
#define JetOSSnapshotFreeze JetOSSnapshotFreezeA
#define JetOSSnapshotGetFreezeInfo JetOSSnapshotGetFreezeInfoA
#define JetRemoveLogfile JetRemoveLogfileA
#define JetBeginDatabaseIncrementalReseed JetBeginDatabaseIncrementalReseedA
#define JetEndDatabaseIncrementalReseed JetEndDatabaseIncrementalReseedA
#define JetPatchDatabasePages JetPatchDatabasePagesA
#define JetGetRBSFileInfo JetGetRBSFileInfoA
#endif
#define JetGetErrorInfo JetGetErrorInfoW
#define JetPrereadTables JetPrereadTablesW


#if defined(__cplusplus) && !defined(_WIN32) && !defined(JET_STRICT_ARGUMENTS)
#    if __has_include(<ese/c/esent_arguments.hpp>)
#        include <ese/c/esent_arguments.hpp>
#    endif
#endif

#endif
