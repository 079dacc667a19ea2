PRAGMA application_id = 1347767362;
PRAGMA user_version = 2;
PRAGMA foreign_keys=OFF;
BEGIN TRANSACTION;
CREATE TABLE tensor (
    hash BLOB NOT NULL PRIMARY KEY CHECK (length(hash) = 32),
    dtype TEXT NOT NULL CHECK (dtype IN ('f64', 'f32', 'i64', 'i32', 'bool')),
    shape TEXT NOT NULL CHECK (shape LIKE '[%]'), -- [2,3]; a scalar is []
    byte_count INTEGER NOT NULL CHECK (byte_count >= 0),
    bytes BLOB CHECK (length(bytes) = byte_count) -- NULL: in tensors/ab/abcd… beside this file, named by the hash
) STRICT;
INSERT INTO tensor VALUES(X'4a68e4561506f13824bb152ee571f0cd4a71061d7f2d9b973334278f1a223ea6','f64','[3]',24,X'000000000000e03f000000000000f4bf0000000000000040');
INSERT INTO tensor VALUES(X'72a1f59482dce46714dd9c68a85ca7b46ac4d5c20dcef0683ca307c2dbf86051','f32','[2,3]',24,X'cdcccc3dcdcc4cbe9a99993ecdcccc3e0000003f9a9919bf');
INSERT INTO tensor VALUES(X'8ec6987bc7e8d780b358bd08307518e0c5c6878880199ff84652ebef707b15c1','f64','[3]',24,X'f38a56d75393cd3fb5fc225536f7f03fd4c31b5e50d9fe3f');
INSERT INTO tensor VALUES(X'f1c738faf8b1af22a5e1fff2b74585b89417a42b244a6dcda4c2140e3615362e','f64','[]',8,X'18ca40ac9e941340');
INSERT INTO tensor VALUES(X'c2fc2ad9e8034ec97ac335967c68a5500518f8a4ca17f4e679361cdbcd78dab6','f64','[3]',24,X'c0712528114cd93f2fdc1c09a75604c09bc716e3900c1140');
INSERT INTO tensor VALUES(X'1a832f31b6591454d3cf41e3796b77d6b563504016fe02cdeee1e279e0230b60','f64','[3]',24,X'44e77c23f45eeb3fb3bb4c3d4b2ee3bf8da2d3b36daf01c0');
INSERT INTO tensor VALUES(X'ec26a9efdac0042533f86bf096e56d8dc128dce0f786bc9e2d9b6b2d69858d2a','f64','[3]',24,X'44e77c23f45eeb3f00000000000000808da2d3b36daff13f');
INSERT INTO tensor VALUES(X'1c66c51c382f365979bdde634f1c2eff888e78832d804173dcde2785616dfa77','f64','[3,3]',72,X'44e77c23f45eeb3f000000000000008000000000000000000000000000000000b3bb4c3d4b2ef3bf0000000000000000000000000000000000000000000000808da2d3b36daff13f');
INSERT INTO tensor VALUES(X'4c8756721588230e1d21653e4d97f6e06995b148801b3751592e096a18369a48','f64','[3,3]',72,X'58483bec522d0040000000000000000000000000000000000000000000000000b0576ea0756b06400000000000000000000000000000000000000000000000004e7254b25b01ff3f');
INSERT INTO tensor VALUES(X'cb265d564bfb5a63b4a796a66fbc14977f88a52f8aacaaf2804ae68bc40e4651','f64','[3]',24,X'58483bec522d0040b0576ea0756b1640ba55bfc504411740');
INSERT INTO tensor VALUES(X'aadfadb6f339b74dc7306771bd277c6c680dbc8ac37c3ddd6afc987a3836c37e','f64','[3,3]',72,X'c0712528114cd93f0000000000000080000000000000000000000000000000002fdc1c09a75604c00000000000000000000000000000000000000000000000809bc716e3900c1140');
INSERT INTO tensor VALUES(X'48418846c0e893951b09e2ee7d0e4ee929465cca15b61af510c0f8cca6e56000','f64','[3]',24,X'000000000000000000000000000000000000000000000000');
INSERT INTO tensor VALUES(X'2a195b4829ef8235ad1ed794a34920726956c009e6128e5d07c8dc3e9e42efc6','f32','[2]',8,X'6766663f0000d0bf');
INSERT INTO tensor VALUES(X'9290c96b4016f2ee21df9d2e6d737d4ebdad5488678de885132bf8e78e16ca17','f32','[]',4,X'8163f23f');
INSERT INTO tensor VALUES(X'6a4943cd7d0e14c506b3c2b19f3f45eaa690ea620c131ea9f23e6e7d61f0514a','f32','[2,3]',24,X'3c8b15400beebac03c8b1541060c7cbd84871d3e060c7cbe');
INSERT INTO tensor VALUES(X'a7152c7beb98ead99d65aebc378ffc18c278d9cd62df332b10b1e223f17ecd7c','f64','[3]',24,X'000000c018c2da3f000000a0bde0efbf00000020f19cf73f');
INSERT INTO tensor VALUES(X'8f0869199f5b82cbfdcbe8cfdd2255ffd8bc2a2c510f13a6191514869a9b3bad','f64','[3]',24,X'000000000000f03f000000000000e03f00000000000000c0');
INSERT INTO tensor VALUES(X'2d99bc384a9285d10fdc60ef92e6fca70f4c7722cf89631f1676f0d4579a065b','f64','[3]',24,X'000000000000f03f0000000000000000000000000000f03f');
INSERT INTO tensor VALUES(X'230d5f20a957cf6061d926a46a0c0afaa4573d23fc06df2749ba9a950bc444b2','f64','[3]',24,X'000000000000f03f00000000000000400000000000000840');
INSERT INTO tensor VALUES(X'4a93efd59902591078d3e15fc1d5d1d1e9cb89d34e2638087ca53a4174d7d217','f64','[]',8,X'333333333333d33f');
INSERT INTO tensor VALUES(X'a1b2667b3ce8a2661f0516f138a537debd5a7770d385cc936b0427381531a37c','f64','[]',8,X'9887f5d00d58ed3f');
INSERT INTO tensor VALUES(X'689ab743e6afa6bd14f6585c0bdab77efdf58d24e21e8555716f36b05bec88b2','f64','[4]',32,X'333333333333d33fc93ea3cc95c8f13fd8c5fb13cf8dfe3fee3fe6d2a7c1fd3f');
INSERT INTO tensor VALUES(X'a9803cb44c5ddaaba96cfb21a0c363a666c3f594445a3e0834717d3b57a3df37','f64','[]',8,X'bc3584ac12b22240');
INSERT INTO tensor VALUES(X'96b73825741026afcbc9992e8d20c714dd897767fd48a12a60e06acdfc891a23','f64','[]',8,X'c51cf25ab01f2240');
INSERT INTO tensor VALUES(X'd39076fa1aa4de78fcc9036c4048f7323af68985ce118b53a45614fc99901387','f64','[]',8,X'0ad7a3703d0ab73f');
INSERT INTO tensor VALUES(X'6b169d7993b4d149c7c79680b5d5d3b76666bc9a5a361404eacf8fa83c84933f','f64','[]',8,X'333333333333e33f');
INSERT INTO tensor VALUES(X'75615d4065b01d5660947e6f1cf99a827c6fffc8c0dfefa1d377ea34f9384ce4','f64','[]',8,X'000000000000f83f');
INSERT INTO tensor VALUES(X'9b8f95e6cb9bd2329c28e5a7999ddff89aafacb0cf9196e553f97780cf0f4037','f64','[]',8,X'0000000000001440');
INSERT INTO tensor VALUES(X'36fd38cbc4903cc5f2df77a102cc7953cababba5aac268d5cd710baddf23d079','f64','[]',8,X'a4556f343d78f23f');
INSERT INTO tensor VALUES(X'a8c9b12aafc6c7514b0229f4a46a5634741dcc129581f1c397c32d9bb307ea3b','f64','[]',8,X'4635f2a2ea30f93f');
INSERT INTO tensor VALUES(X'5f408b4052be4fab55441f06384403cc1b5c49e1a7f6b5eae0a2436959734cbe','f64','[]',8,X'3accb9da54f2d73f');
INSERT INTO tensor VALUES(X'6f40b402232f770848241231d997cf3943ead3b58656272a49f6708526eb4390','f64','[]',8,X'dcd49a0b9cf4f33f');
INSERT INTO tensor VALUES(X'39061466d50a2c612c70e3c3c01a15340355075b3044ad34875aeafabf0687be','f64','[4]',32,X'000000000000f03f000000000000004000000000000008400000000000001040');
INSERT INTO tensor VALUES(X'661e5b1890c60abc3103170b08713c1ee19f07ec439d039367ea89a3671722fa','f64','[2]',16,X'00000000000008400000000000001040');
INSERT INTO tensor VALUES(X'db402d825b87db4e81266624f9e8fb2502a9b14f60cd83a0d67639e8e05d66c1','f64','[2]',16,X'000000000000f03f0000000000000040');
INSERT INTO tensor VALUES(X'e77b607a75b7704f379edaec63960d3e0a57ed5f619955b2f4cdd37f532afa57','f64','[3]',24,X'000000000000f03f00000000000000400000000000001040');
INSERT INTO tensor VALUES(X'3a683330bb7929d28be8bc758ab1f7fcdc589eed840acd5cd0ed32d397633b83','f64','[3]',24,X'5f1694074f14e53faa73e1308a7804403cc270f10a8e1040');
INSERT INTO tensor VALUES(X'c4d0e4ec3e0ca57897aae3d8afb2fe7126ab2cae99a04e2dc9841a87ac87efd3','f64','[3]',24,X'a0742faf6478dd3feda727c956ddefbf5ce3f6712c2ef93f');
INSERT INTO tensor VALUES(X'038d56ceb107137e4d31b873fa5bd0178c8b3377b16c187aaf09a3e0b5c89475','f64','[]',8,X'f2735b50f5930540');
INSERT INTO tensor VALUES(X'fbad5d31149170ebff29dbbfac906fb312de3bfc76cb395940fcce448df2ee1a','f64','[3]',24,X'fdef1ff4af70d43f8ef27abf1596fcbf2edb07756cf20a40');
INSERT INTO tensor VALUES(X'e40e0e9a4092c959ae56f9bea14ba2fa2c84b185619e1745344b0eb41b92a473','f64','[3]',24,X'6da992e31f6ddb3f04110fd6b825eabf86b75b277dcaf33f');
INSERT INTO tensor VALUES(X'df814573717fde4e5c7baddb0fb5e1abd2df94f1ebf85c6013000fcf595c9103','f64','[]',8,X'b2865c5690c9f63f');
INSERT INTO tensor VALUES(X'561cb7936b2f7030325d55025ca2d26b61af32646c545ab99239e28f544c874f','f64','[3]',24,X'835495a9a0e7d03fa531c8b7fbb8f3bf204cf7bb660b0440');
INSERT INTO tensor VALUES(X'4c8351b3777a7fab2cf642ca440cc46433707e2a00f453af3cb83927ff7181bb','f64','[3]',24,X'fa206a9f5cbcd93fb0a080e4ec33e6bfcc8354d06a90ef3f');
INSERT INTO tensor VALUES(X'fac14c50e2e6c31804c82397a5c08cda078f999e4eea464aa4515ed58a9fd368','f64','[]',8,X'4d4f94fdff17e83f');
INSERT INTO tensor VALUES(X'ad2dd5343757816ceeca69113e1bd114be2f3adceb015e912dd09bb8550f3ae2','f64','[3]',24,X'bdb38e27db80cc3f3d952c48f6d6ebbff9c3a6bbc81efc3f');
INSERT INTO tensor VALUES(X'53239e3d637cb9df7cab2557b10589cae63b794e0a027f16d182e6c2894d846b','f64','[3]',24,X'30cb6fdd844fd83ff7c415aa3a6be3bf67293311a9f0e93f');
INSERT INTO tensor VALUES(X'205c698684cb5aae3043670b3b3623670ba387a409aa624bc90182abc3d2077e','f64','[]',8,X'f51c37b39102db3f');
INSERT INTO tensor VALUES(X'c90c4d9e9e4b722866e76aa00c34db94851aa56eda5275752a74f395f4107ca3','f64','[3]',24,X'24ebc7998a6ac83f662f033d106de4bf5fca41472f68f33f');
INSERT INTO tensor VALUES(X'720078c860a9c3bc347fade685a1ccaa275a7a5f9ffe409b54f98dd3d1d03792','f64','[3]',24,X'6eff58effd16d73fd3d9fba35260e1bfbacdf202060fe63f');
INSERT INTO tensor VALUES(X'd06a10a87641601323efbbeed42ba41ff315d0ed53ac847f7ef01e793ebd9575','f64','[1]',8,X'000000000000f03f');
INSERT INTO tensor VALUES(X'4b1f8be971f06d1b5714b84c373099b213bca935f4088914ad17f05b780fe157','f64','[1]',8,X'6957148b0abf0540');
CREATE TABLE graph (
    id INTEGER PRIMARY KEY,
    hash BLOB NOT NULL UNIQUE CHECK (length(hash) = 32),
    inputs TEXT NOT NULL, -- types of %0, %1, …: 'f64[3] f64[]'
    outputs TEXT NOT NULL, -- '%4 %7'
    equation_count INTEGER NOT NULL CHECK (equation_count >= 0)
) STRICT;
INSERT INTO graph VALUES(1,X'c5d667a0fada81486c937c38f473343ae22e431e6c7c73b7f5576b3995370306','f64[3]','%4',4);
INSERT INTO graph VALUES(2,X'8ad7d6ac149ef088e90bd8ed4f494ec9bc3c196a200d2696d3fa6bc1c73909ed','f64[3]','%25',25);
INSERT INTO graph VALUES(3,X'a2a8239e1ba41abfe3a38b08ab0cc78bbf35f5664e827c6e2a126b8c8e7ce869','f64[3]','%2',2);
INSERT INTO graph VALUES(4,X'8d81de1d0a3d740eb5356fb61b466bfcc8f36ec862d5494f9bbd60fd80bd716a','f64[3] f64[3]','%19',18);
INSERT INTO graph VALUES(5,X'9a2af9f2ebe39e9e457f4d5c8632b5e0b22ea69a412db9ab50512174cd63ec2e','f64[3] f64[3]','%19',18);
INSERT INTO graph VALUES(6,X'5dfce9d91e66cbec763304c1fb815619d1688188330acc6765581df784f47d15','f64[3]','%46',46);
INSERT INTO graph VALUES(7,X'87bdcd5666a76e99afe0203ee48c278ec5f1873b37f3a5a768a24beba1d49255','f64[3]','%184',184);
INSERT INTO graph VALUES(8,X'33bd83bcd92c067d2a70c17c730c0f23ebb29fd07bbddaf9b7ab880a85d1f26e','f64[3] f64[3]','%56',55);
INSERT INTO graph VALUES(9,X'4a79753d3390f809358be3ce120a0fd4bf0d005168a1c2c94d1f80815feed1b6','f64[3]','%58',58);
INSERT INTO graph VALUES(10,X'8c9ac152b505ecbb5de1ff8d615938777da1409e1702269d5c5e02d7186076ba','f64[3]','%7',7);
INSERT INTO graph VALUES(11,X'7a2a312ef593f9dcfb14764994bfe99ea000c4741519fb06ec8ebd3df9d7e351','f32[2,3] f64[3]','%6',5);
INSERT INTO graph VALUES(12,X'b6e3b2b5fce481e5689c720926968d4b9c806a095d782b7ce4ca59a69d1c08e1','f32[2,3] f64[3]','%14 %15',14);
INSERT INTO graph VALUES(13,X'c13b501ffbf5b92caa5f95d0bdccda6f52691c58366ecbda3f41b7baa388e068','f64[] f64[4]','%6',4);
INSERT INTO graph VALUES(14,X'2542ad178483d5d493a372b33f7e59d40aa2619bcc7aad588507ae16a7e2bb85','f64[] f64[4]','%13',11);
INSERT INTO graph VALUES(15,X'7402674bd6393af0b54761fa9405bfc4218b370ed26c9a796e871c4a303bff1b','f64[]','%3',3);
INSERT INTO graph VALUES(16,X'9067e0ecc4982a4e8575c25a2c9c84b4ad807226a038d50a8e2867d97b0f6feb','f64[]','%5',5);
INSERT INTO graph VALUES(17,X'83a31f8fe2e4af653ae8b67cf18b5a46519c8c14b8f902d820857ca6d3e08141','f64[] f64[2]','%25',24);
INSERT INTO graph VALUES(18,X'b3fb1493aa627474ee700a1ebc3b28811ba7165bef04e2fcd32195ab0d3e978f','f64[] f64[2]','%46',45);
INSERT INTO graph VALUES(19,X'2f6936952cc2a58f4f8efe6645e6102b8226d983b4cdbb634fe8cb7ebf027fa3','f64[] f64[2]','%14',13);
INSERT INTO graph VALUES(20,X'ba087f1f92c18fdb2610e7d5b64315833960139c3e774347a2e0645137487f2e','f64[] f64[2]','%40',39);
INSERT INTO graph VALUES(21,X'699ca1073060aaddcb3250897c49957b99853990eb21f354c84b0190a834cad0','f64[] f64[3]','%37',36);
INSERT INTO graph VALUES(22,X'b0048e568aaa1a8d08c6c4a2492bc3658a5adf08eff589448a856cac2eb37496','f64[] f64[3]','%64',63);
INSERT INTO graph VALUES(23,X'bccdacc304d3e14361933d50e71afcaca030444ef7ad907a5319b81b21d80188','f64[3]','%4',4);
INSERT INTO graph VALUES(24,X'662b0c0e2832f979556328bd35f09973a42717405405bbd8fb61f8c6f750390d','f64[3]','%25',25);
INSERT INTO graph VALUES(25,X'01a9ea8a9d8e086c9229b8f405eea9cc05a80095583a8f99240e78a646a0f1f0','f64[1]','%2',2);
INSERT INTO graph VALUES(26,X'31e86ef14eb65552609bd8d6eb6a66f624a930b588f955c2b8f14475527f78c6','f64[1]','%5',5);
CREATE TABLE equation (
    graph INTEGER NOT NULL REFERENCES graph (id) ON DELETE CASCADE,
    result INTEGER NOT NULL CHECK (result >= 0), -- 4 is %4
    ordinal INTEGER NOT NULL CHECK (ordinal >= 0),
    primitive TEXT NOT NULL,
    parameters TEXT NOT NULL, -- 'axes=[0]', or empty
    operands TEXT NOT NULL, -- '%0 %1', or empty
    dtype TEXT NOT NULL CHECK (dtype IN ('f64', 'f32', 'i64', 'i32', 'bool')),
    shape TEXT NOT NULL CHECK (shape LIKE '[%]'),
    PRIMARY KEY (graph, result)
) STRICT, WITHOUT ROWID;
INSERT INTO equation VALUES(1,1,0,'tanh','','%0','f64','[3]');
INSERT INTO equation VALUES(1,2,1,'mul','','%1 %0','f64','[3]');
INSERT INTO equation VALUES(1,3,2,'integer_pow','exponent=2','%2','f64','[3]');
INSERT INTO equation VALUES(1,4,3,'reduce_sum','axes=[0]','%3','f64','[]');
INSERT INTO equation VALUES(2,1,0,'tanh','','%0','f64','[3]');
INSERT INTO equation VALUES(2,2,1,'mul','','%1 %0','f64','[3]');
INSERT INTO equation VALUES(2,3,2,'integer_pow','exponent=2','%2','f64','[3]');
INSERT INTO equation VALUES(2,4,3,'reduce_sum','axes=[0]','%3','f64','[]');
INSERT INTO equation VALUES(2,5,4,'constant','dtype=f64,value=1','','f64','[]');
INSERT INTO equation VALUES(2,6,5,'constant','dtype=f64,value=4','','f64','[]');
INSERT INTO equation VALUES(2,7,6,'broadcast_in_dim','shape=[3],axes=[]','%6','f64','[3]');
INSERT INTO equation VALUES(2,8,7,'constant','dtype=f64,value=2','','f64','[]');
INSERT INTO equation VALUES(2,9,8,'broadcast_in_dim','shape=[3],axes=[]','%8','f64','[3]');
INSERT INTO equation VALUES(2,10,9,'mul','','%9 %0','f64','[3]');
INSERT INTO equation VALUES(2,11,10,'logistic','','%10','f64','[3]');
INSERT INTO equation VALUES(2,12,11,'constant','dtype=f64,value=-2','','f64','[]');
INSERT INTO equation VALUES(2,13,12,'broadcast_in_dim','shape=[3],axes=[]','%12','f64','[3]');
INSERT INTO equation VALUES(2,14,13,'mul','','%13 %0','f64','[3]');
INSERT INTO equation VALUES(2,15,14,'logistic','','%14','f64','[3]');
INSERT INTO equation VALUES(2,16,15,'mul','','%11 %15','f64','[3]');
INSERT INTO equation VALUES(2,17,16,'mul','','%7 %16','f64','[3]');
INSERT INTO equation VALUES(2,18,17,'broadcast_in_dim','shape=[3],axes=[]','%8','f64','[3]');
INSERT INTO equation VALUES(2,19,18,'mul','','%18 %2','f64','[3]');
INSERT INTO equation VALUES(2,20,19,'broadcast_in_dim','shape=[3],axes=[]','%5','f64','[3]');
INSERT INTO equation VALUES(2,21,20,'mul','','%20 %19','f64','[3]');
INSERT INTO equation VALUES(2,22,21,'mul','','%1 %21','f64','[3]');
INSERT INTO equation VALUES(2,23,22,'mul','','%21 %0','f64','[3]');
INSERT INTO equation VALUES(2,24,23,'mul','','%23 %17','f64','[3]');
INSERT INTO equation VALUES(2,25,24,'add','','%24 %22','f64','[3]');
INSERT INTO equation VALUES(3,1,0,'tanh','','%0','f64','[3]');
INSERT INTO equation VALUES(3,2,1,'mul','','%1 %0','f64','[3]');
INSERT INTO equation VALUES(4,2,0,'tanh','','%0','f64','[3]');
INSERT INTO equation VALUES(4,3,1,'mul','','%2 %0','f64','[3]');
INSERT INTO equation VALUES(4,4,2,'constant','dtype=f64,value=4','','f64','[]');
INSERT INTO equation VALUES(4,5,3,'broadcast_in_dim','shape=[3],axes=[]','%4','f64','[3]');
INSERT INTO equation VALUES(4,6,4,'constant','dtype=f64,value=2','','f64','[]');
INSERT INTO equation VALUES(4,7,5,'broadcast_in_dim','shape=[3],axes=[]','%6','f64','[3]');
INSERT INTO equation VALUES(4,8,6,'mul','','%7 %0','f64','[3]');
INSERT INTO equation VALUES(4,9,7,'logistic','','%8','f64','[3]');
INSERT INTO equation VALUES(4,10,8,'constant','dtype=f64,value=-2','','f64','[]');
INSERT INTO equation VALUES(4,11,9,'broadcast_in_dim','shape=[3],axes=[]','%10','f64','[3]');
INSERT INTO equation VALUES(4,12,10,'mul','','%11 %0','f64','[3]');
INSERT INTO equation VALUES(4,13,11,'logistic','','%12','f64','[3]');
INSERT INTO equation VALUES(4,14,12,'mul','','%9 %13','f64','[3]');
INSERT INTO equation VALUES(4,15,13,'mul','','%5 %14','f64','[3]');
INSERT INTO equation VALUES(4,16,14,'mul','','%2 %1','f64','[3]');
INSERT INTO equation VALUES(4,17,15,'mul','','%1 %0','f64','[3]');
INSERT INTO equation VALUES(4,18,16,'mul','','%17 %15','f64','[3]');
INSERT INTO equation VALUES(4,19,17,'add','','%18 %16','f64','[3]');
INSERT INTO equation VALUES(5,2,0,'tanh','','%0','f64','[3]');
INSERT INTO equation VALUES(5,3,1,'mul','','%2 %0','f64','[3]');
INSERT INTO equation VALUES(5,4,2,'constant','dtype=f64,value=4','','f64','[]');
INSERT INTO equation VALUES(5,5,3,'broadcast_in_dim','shape=[3],axes=[]','%4','f64','[3]');
INSERT INTO equation VALUES(5,6,4,'constant','dtype=f64,value=2','','f64','[]');
INSERT INTO equation VALUES(5,7,5,'broadcast_in_dim','shape=[3],axes=[]','%6','f64','[3]');
INSERT INTO equation VALUES(5,8,6,'mul','','%7 %0','f64','[3]');
INSERT INTO equation VALUES(5,9,7,'logistic','','%8','f64','[3]');
INSERT INTO equation VALUES(5,10,8,'constant','dtype=f64,value=-2','','f64','[]');
INSERT INTO equation VALUES(5,11,9,'broadcast_in_dim','shape=[3],axes=[]','%10','f64','[3]');
INSERT INTO equation VALUES(5,12,10,'mul','','%11 %0','f64','[3]');
INSERT INTO equation VALUES(5,13,11,'logistic','','%12','f64','[3]');
INSERT INTO equation VALUES(5,14,12,'mul','','%9 %13','f64','[3]');
INSERT INTO equation VALUES(5,15,13,'mul','','%5 %14','f64','[3]');
INSERT INTO equation VALUES(5,16,14,'mul','','%1 %15','f64','[3]');
INSERT INTO equation VALUES(5,17,15,'mul','','%16 %0','f64','[3]');
INSERT INTO equation VALUES(5,18,16,'mul','','%2 %1','f64','[3]');
INSERT INTO equation VALUES(5,19,17,'add','','%17 %18','f64','[3]');
INSERT INTO equation VALUES(6,1,0,'tanh','','%0','f64','[3]');
INSERT INTO equation VALUES(6,2,1,'mul','','%1 %0','f64','[3]');
INSERT INTO equation VALUES(6,3,2,'iota','type=i64[3,3],axis=0','','i64','[3,3]');
INSERT INTO equation VALUES(6,4,3,'iota','type=i64[3,3],axis=1','','i64','[3,3]');
INSERT INTO equation VALUES(6,5,4,'eq','','%3 %4','bool','[3,3]');
INSERT INTO equation VALUES(6,6,5,'convert','dtype=f64','%5','f64','[3,3]');
INSERT INTO equation VALUES(6,7,6,'tanh','','%0','f64','[3]');
INSERT INTO equation VALUES(6,8,7,'constant','dtype=f64,value=4','','f64','[]');
INSERT INTO equation VALUES(6,9,8,'broadcast_in_dim','shape=[3],axes=[]','%8','f64','[3]');
INSERT INTO equation VALUES(6,10,9,'constant','dtype=f64,value=2','','f64','[]');
INSERT INTO equation VALUES(6,11,10,'broadcast_in_dim','shape=[3],axes=[]','%10','f64','[3]');
INSERT INTO equation VALUES(6,12,11,'mul','','%11 %0','f64','[3]');
INSERT INTO equation VALUES(6,13,12,'logistic','','%12','f64','[3]');
INSERT INTO equation VALUES(6,14,13,'constant','dtype=f64,value=-2','','f64','[]');
INSERT INTO equation VALUES(6,15,14,'broadcast_in_dim','shape=[3],axes=[]','%14','f64','[3]');
INSERT INTO equation VALUES(6,16,15,'mul','','%15 %0','f64','[3]');
INSERT INTO equation VALUES(6,17,16,'logistic','','%16','f64','[3]');
INSERT INTO equation VALUES(6,18,17,'mul','','%13 %17','f64','[3]');
INSERT INTO equation VALUES(6,19,18,'mul','','%9 %18','f64','[3]');
INSERT INTO equation VALUES(6,20,19,'mul','','%7 %0','f64','[3]');
INSERT INTO equation VALUES(6,21,20,'broadcast_in_dim','shape=[3,3],axes=[1]','%7','f64','[3,3]');
INSERT INTO equation VALUES(6,22,21,'mul','','%21 %6','f64','[3,3]');
INSERT INTO equation VALUES(6,23,22,'constant','dtype=f64,value=0','','f64','[]');
INSERT INTO equation VALUES(6,24,23,'broadcast_in_dim','shape=[3],axes=[]','%23','f64','[3]');
INSERT INTO equation VALUES(6,25,24,'eq','','%22 %22','bool','[3,3]');
INSERT INTO equation VALUES(6,26,25,'broadcast_in_dim','shape=[3,3],axes=[1]','%24','f64','[3,3]');
INSERT INTO equation VALUES(6,27,26,'select','','%25 %22 %26','f64','[3,3]');
INSERT INTO equation VALUES(6,28,27,'stop_gradient','','%27','f64','[3,3]');
INSERT INTO equation VALUES(6,29,28,'select','','%5 %22 %28','f64','[3,3]');
INSERT INTO equation VALUES(6,30,29,'broadcast_in_dim','shape=[3,3],axes=[1]','%0','f64','[3,3]');
INSERT INTO equation VALUES(6,31,30,'mul','','%6 %30','f64','[3,3]');
INSERT INTO equation VALUES(6,32,31,'broadcast_in_dim','shape=[3],axes=[]','%23','f64','[3]');
INSERT INTO equation VALUES(6,33,32,'eq','','%31 %31','bool','[3,3]');
INSERT INTO equation VALUES(6,34,33,'broadcast_in_dim','shape=[3,3],axes=[1]','%32','f64','[3,3]');
INSERT INTO equation VALUES(6,35,34,'select','','%33 %31 %34','f64','[3,3]');
INSERT INTO equation VALUES(6,36,35,'stop_gradient','','%35','f64','[3,3]');
INSERT INTO equation VALUES(6,37,36,'select','','%5 %31 %36','f64','[3,3]');
INSERT INTO equation VALUES(6,38,37,'broadcast_in_dim','shape=[3,3],axes=[1]','%19','f64','[3,3]');
INSERT INTO equation VALUES(6,39,38,'mul','','%37 %38','f64','[3,3]');
INSERT INTO equation VALUES(6,40,39,'broadcast_in_dim','shape=[3],axes=[]','%23','f64','[3]');
INSERT INTO equation VALUES(6,41,40,'eq','','%39 %39','bool','[3,3]');
INSERT INTO equation VALUES(6,42,41,'broadcast_in_dim','shape=[3,3],axes=[1]','%40','f64','[3,3]');
INSERT INTO equation VALUES(6,43,42,'select','','%41 %39 %42','f64','[3,3]');
INSERT INTO equation VALUES(6,44,43,'stop_gradient','','%43','f64','[3,3]');
INSERT INTO equation VALUES(6,45,44,'select','','%5 %39 %44','f64','[3,3]');
INSERT INTO equation VALUES(6,46,45,'add','','%45 %29','f64','[3,3]');
INSERT INTO equation VALUES(7,1,0,'tanh','','%0','f64','[3]');
INSERT INTO equation VALUES(7,2,1,'mul','','%1 %0','f64','[3]');
INSERT INTO equation VALUES(7,3,2,'integer_pow','exponent=2','%2','f64','[3]');
INSERT INTO equation VALUES(7,4,3,'reduce_sum','axes=[0]','%3','f64','[]');
INSERT INTO equation VALUES(7,5,4,'constant','dtype=f64,value=1','','f64','[]');
INSERT INTO equation VALUES(7,6,5,'constant','dtype=f64,value=4','','f64','[]');
INSERT INTO equation VALUES(7,7,6,'broadcast_in_dim','shape=[3],axes=[]','%6','f64','[3]');
INSERT INTO equation VALUES(7,8,7,'constant','dtype=f64,value=2','','f64','[]');
INSERT INTO equation VALUES(7,9,8,'broadcast_in_dim','shape=[3],axes=[]','%8','f64','[3]');
INSERT INTO equation VALUES(7,10,9,'mul','','%9 %0','f64','[3]');
INSERT INTO equation VALUES(7,11,10,'logistic','','%10','f64','[3]');
INSERT INTO equation VALUES(7,12,11,'constant','dtype=f64,value=-2','','f64','[]');
INSERT INTO equation VALUES(7,13,12,'broadcast_in_dim','shape=[3],axes=[]','%12','f64','[3]');
INSERT INTO equation VALUES(7,14,13,'mul','','%13 %0','f64','[3]');
INSERT INTO equation VALUES(7,15,14,'logistic','','%14','f64','[3]');
INSERT INTO equation VALUES(7,16,15,'mul','','%11 %15','f64','[3]');
INSERT INTO equation VALUES(7,17,16,'mul','','%7 %16','f64','[3]');
INSERT INTO equation VALUES(7,18,17,'broadcast_in_dim','shape=[3],axes=[]','%8','f64','[3]');
INSERT INTO equation VALUES(7,19,18,'mul','','%18 %2','f64','[3]');
INSERT INTO equation VALUES(7,20,19,'broadcast_in_dim','shape=[3],axes=[]','%5','f64','[3]');
INSERT INTO equation VALUES(7,21,20,'mul','','%20 %19','f64','[3]');
INSERT INTO equation VALUES(7,22,21,'mul','','%1 %21','f64','[3]');
INSERT INTO equation VALUES(7,23,22,'mul','','%21 %0','f64','[3]');
INSERT INTO equation VALUES(7,24,23,'mul','','%23 %17','f64','[3]');
INSERT INTO equation VALUES(7,25,24,'add','','%24 %22','f64','[3]');
INSERT INTO equation VALUES(7,26,25,'iota','type=i64[3,3],axis=0','','i64','[3,3]');
INSERT INTO equation VALUES(7,27,26,'iota','type=i64[3,3],axis=1','','i64','[3,3]');
INSERT INTO equation VALUES(7,28,27,'eq','','%26 %27','bool','[3,3]');
INSERT INTO equation VALUES(7,29,28,'convert','dtype=f64','%28','f64','[3,3]');
INSERT INTO equation VALUES(7,30,29,'tanh','','%0','f64','[3]');
INSERT INTO equation VALUES(7,31,30,'broadcast_in_dim','shape=[3],axes=[]','%6','f64','[3]');
INSERT INTO equation VALUES(7,32,31,'broadcast_in_dim','shape=[3],axes=[]','%8','f64','[3]');
INSERT INTO equation VALUES(7,33,32,'mul','','%32 %0','f64','[3]');
INSERT INTO equation VALUES(7,34,33,'logistic','','%33','f64','[3]');
INSERT INTO equation VALUES(7,35,34,'broadcast_in_dim','shape=[3],axes=[]','%12','f64','[3]');
INSERT INTO equation VALUES(7,36,35,'mul','','%35 %0','f64','[3]');
INSERT INTO equation VALUES(7,37,36,'logistic','','%36','f64','[3]');
INSERT INTO equation VALUES(7,38,37,'mul','','%34 %37','f64','[3]');
INSERT INTO equation VALUES(7,39,38,'mul','','%31 %38','f64','[3]');
INSERT INTO equation VALUES(7,40,39,'mul','','%30 %0','f64','[3]');
INSERT INTO equation VALUES(7,41,40,'broadcast_in_dim','shape=[3],axes=[]','%6','f64','[3]');
INSERT INTO equation VALUES(7,42,41,'broadcast_in_dim','shape=[3],axes=[]','%8','f64','[3]');
INSERT INTO equation VALUES(7,43,42,'mul','','%42 %0','f64','[3]');
INSERT INTO equation VALUES(7,44,43,'logistic','','%43','f64','[3]');
INSERT INTO equation VALUES(7,45,44,'neg','','%43','f64','[3]');
INSERT INTO equation VALUES(7,46,45,'logistic','','%45','f64','[3]');
INSERT INTO equation VALUES(7,47,46,'mul','','%44 %46','f64','[3]');
INSERT INTO equation VALUES(7,48,47,'broadcast_in_dim','shape=[3],axes=[]','%12','f64','[3]');
INSERT INTO equation VALUES(7,49,48,'mul','','%48 %0','f64','[3]');
INSERT INTO equation VALUES(7,50,49,'logistic','','%49','f64','[3]');
INSERT INTO equation VALUES(7,51,50,'neg','','%49','f64','[3]');
INSERT INTO equation VALUES(7,52,51,'logistic','','%51','f64','[3]');
INSERT INTO equation VALUES(7,53,52,'mul','','%50 %52','f64','[3]');
INSERT INTO equation VALUES(7,54,53,'mul','','%44 %50','f64','[3]');
INSERT INTO equation VALUES(7,55,54,'mul','','%41 %54','f64','[3]');
INSERT INTO equation VALUES(7,56,55,'broadcast_in_dim','shape=[3],axes=[]','%8','f64','[3]');
INSERT INTO equation VALUES(7,57,56,'mul','','%56 %40','f64','[3]');
INSERT INTO equation VALUES(7,58,57,'broadcast_in_dim','shape=[3],axes=[]','%5','f64','[3]');
INSERT INTO equation VALUES(7,59,58,'mul','','%58 %57','f64','[3]');
INSERT INTO equation VALUES(7,60,59,'mul','','%30 %59','f64','[3]');
INSERT INTO equation VALUES(7,61,60,'mul','','%59 %0','f64','[3]');
INSERT INTO equation VALUES(7,62,61,'mul','','%61 %55','f64','[3]');
INSERT INTO equation VALUES(7,63,62,'add','','%62 %60','f64','[3]');
INSERT INTO equation VALUES(7,64,63,'broadcast_in_dim','shape=[3,3],axes=[1]','%61','f64','[3,3]');
INSERT INTO equation VALUES(7,65,64,'mul','','%64 %29','f64','[3,3]');
INSERT INTO equation VALUES(7,66,65,'constant','dtype=f64,value=0','','f64','[]');
INSERT INTO equation VALUES(7,67,66,'broadcast_in_dim','shape=[3],axes=[]','%66','f64','[3]');
INSERT INTO equation VALUES(7,68,67,'eq','','%65 %65','bool','[3,3]');
INSERT INTO equation VALUES(7,69,68,'broadcast_in_dim','shape=[3,3],axes=[1]','%67','f64','[3,3]');
INSERT INTO equation VALUES(7,70,69,'select','','%68 %65 %69','f64','[3,3]');
INSERT INTO equation VALUES(7,71,70,'stop_gradient','','%70','f64','[3,3]');
INSERT INTO equation VALUES(7,72,71,'select','','%28 %65 %71','f64','[3,3]');
INSERT INTO equation VALUES(7,73,72,'broadcast_in_dim','shape=[3,3],axes=[1]','%55','f64','[3,3]');
INSERT INTO equation VALUES(7,74,73,'mul','','%29 %73','f64','[3,3]');
INSERT INTO equation VALUES(7,75,74,'broadcast_in_dim','shape=[3],axes=[]','%66','f64','[3]');
INSERT INTO equation VALUES(7,76,75,'eq','','%74 %74','bool','[3,3]');
INSERT INTO equation VALUES(7,77,76,'broadcast_in_dim','shape=[3,3],axes=[1]','%75','f64','[3,3]');
INSERT INTO equation VALUES(7,78,77,'select','','%76 %74 %77','f64','[3,3]');
INSERT INTO equation VALUES(7,79,78,'stop_gradient','','%78','f64','[3,3]');
INSERT INTO equation VALUES(7,80,79,'select','','%28 %74 %79','f64','[3,3]');
INSERT INTO equation VALUES(7,81,80,'broadcast_in_dim','shape=[3,3],axes=[1]','%59','f64','[3,3]');
INSERT INTO equation VALUES(7,82,81,'mul','','%81 %80','f64','[3,3]');
INSERT INTO equation VALUES(7,83,82,'broadcast_in_dim','shape=[3],axes=[]','%66','f64','[3]');
INSERT INTO equation VALUES(7,84,83,'eq','','%82 %82','bool','[3,3]');
INSERT INTO equation VALUES(7,85,84,'broadcast_in_dim','shape=[3,3],axes=[1]','%83','f64','[3,3]');
INSERT INTO equation VALUES(7,86,85,'select','','%84 %82 %85','f64','[3,3]');
INSERT INTO equation VALUES(7,87,86,'stop_gradient','','%86','f64','[3,3]');
INSERT INTO equation VALUES(7,88,87,'select','','%28 %82 %87','f64','[3,3]');
INSERT INTO equation VALUES(7,89,88,'broadcast_in_dim','shape=[3,3],axes=[1]','%0','f64','[3,3]');
INSERT INTO equation VALUES(7,90,89,'mul','','%80 %89','f64','[3,3]');
INSERT INTO equation VALUES(7,91,90,'broadcast_in_dim','shape=[3],axes=[]','%66','f64','[3]');
INSERT INTO equation VALUES(7,92,91,'eq','','%90 %90','bool','[3,3]');
INSERT INTO equation VALUES(7,93,92,'broadcast_in_dim','shape=[3,3],axes=[1]','%91','f64','[3,3]');
INSERT INTO equation VALUES(7,94,93,'select','','%92 %90 %93','f64','[3,3]');
INSERT INTO equation VALUES(7,95,94,'stop_gradient','','%94','f64','[3,3]');
INSERT INTO equation VALUES(7,96,95,'select','','%28 %90 %95','f64','[3,3]');
INSERT INTO equation VALUES(7,97,96,'broadcast_in_dim','shape=[3,3],axes=[1]','%30','f64','[3,3]');
INSERT INTO equation VALUES(7,98,97,'mul','','%97 %29','f64','[3,3]');
INSERT INTO equation VALUES(7,99,98,'broadcast_in_dim','shape=[3],axes=[]','%66','f64','[3]');
INSERT INTO equation VALUES(7,100,99,'eq','','%98 %98','bool','[3,3]');
INSERT INTO equation VALUES(7,101,100,'broadcast_in_dim','shape=[3,3],axes=[1]','%99','f64','[3,3]');
INSERT INTO equation VALUES(7,102,101,'select','','%100 %98 %101','f64','[3,3]');
INSERT INTO equation VALUES(7,103,102,'stop_gradient','','%102','f64','[3,3]');
INSERT INTO equation VALUES(7,104,103,'select','','%28 %98 %103','f64','[3,3]');
INSERT INTO equation VALUES(7,105,104,'broadcast_in_dim','shape=[3,3],axes=[1]','%59','f64','[3,3]');
INSERT INTO equation VALUES(7,106,105,'mul','','%29 %105','f64','[3,3]');
INSERT INTO equation VALUES(7,107,106,'broadcast_in_dim','shape=[3],axes=[]','%66','f64','[3]');
INSERT INTO equation VALUES(7,108,107,'eq','','%106 %106','bool','[3,3]');
INSERT INTO equation VALUES(7,109,108,'broadcast_in_dim','shape=[3,3],axes=[1]','%107','f64','[3,3]');
INSERT INTO equation VALUES(7,110,109,'select','','%108 %106 %109','f64','[3,3]');
INSERT INTO equation VALUES(7,111,110,'stop_gradient','','%110','f64','[3,3]');
INSERT INTO equation VALUES(7,112,111,'select','','%28 %106 %111','f64','[3,3]');
INSERT INTO equation VALUES(7,113,112,'add','','%104 %96','f64','[3,3]');
INSERT INTO equation VALUES(7,114,113,'broadcast_in_dim','shape=[3,3],axes=[1]','%58','f64','[3,3]');
INSERT INTO equation VALUES(7,115,114,'mul','','%114 %113','f64','[3,3]');
INSERT INTO equation VALUES(7,116,115,'broadcast_in_dim','shape=[3,3],axes=[1]','%56','f64','[3,3]');
INSERT INTO equation VALUES(7,117,116,'mul','','%116 %115','f64','[3,3]');
INSERT INTO equation VALUES(7,118,117,'broadcast_in_dim','shape=[3,3],axes=[1]','%41','f64','[3,3]');
INSERT INTO equation VALUES(7,119,118,'mul','','%118 %72','f64','[3,3]');
INSERT INTO equation VALUES(7,120,119,'broadcast_in_dim','shape=[3,3],axes=[1]','%44','f64','[3,3]');
INSERT INTO equation VALUES(7,121,120,'mul','','%120 %119','f64','[3,3]');
INSERT INTO equation VALUES(7,122,121,'broadcast_in_dim','shape=[3],axes=[]','%66','f64','[3]');
INSERT INTO equation VALUES(7,123,122,'eq','','%121 %121','bool','[3,3]');
INSERT INTO equation VALUES(7,124,123,'broadcast_in_dim','shape=[3,3],axes=[1]','%122','f64','[3,3]');
INSERT INTO equation VALUES(7,125,124,'select','','%123 %121 %124','f64','[3,3]');
INSERT INTO equation VALUES(7,126,125,'stop_gradient','','%125','f64','[3,3]');
INSERT INTO equation VALUES(7,127,126,'select','','%28 %121 %126','f64','[3,3]');
INSERT INTO equation VALUES(7,128,127,'broadcast_in_dim','shape=[3,3],axes=[1]','%50','f64','[3,3]');
INSERT INTO equation VALUES(7,129,128,'mul','','%119 %128','f64','[3,3]');
INSERT INTO equation VALUES(7,130,129,'broadcast_in_dim','shape=[3],axes=[]','%66','f64','[3]');
INSERT INTO equation VALUES(7,131,130,'eq','','%129 %129','bool','[3,3]');
INSERT INTO equation VALUES(7,132,131,'broadcast_in_dim','shape=[3,3],axes=[1]','%130','f64','[3,3]');
INSERT INTO equation VALUES(7,133,132,'select','','%131 %129 %132','f64','[3,3]');
INSERT INTO equation VALUES(7,134,133,'stop_gradient','','%133','f64','[3,3]');
INSERT INTO equation VALUES(7,135,134,'select','','%28 %129 %134','f64','[3,3]');
INSERT INTO equation VALUES(7,136,135,'broadcast_in_dim','shape=[3,3],axes=[1]','%53','f64','[3,3]');
INSERT INTO equation VALUES(7,137,136,'mul','','%127 %136','f64','[3,3]');
INSERT INTO equation VALUES(7,138,137,'broadcast_in_dim','shape=[3],axes=[]','%66','f64','[3]');
INSERT INTO equation VALUES(7,139,138,'eq','','%137 %137','bool','[3,3]');
INSERT INTO equation VALUES(7,140,139,'broadcast_in_dim','shape=[3,3],axes=[1]','%138','f64','[3,3]');
INSERT INTO equation VALUES(7,141,140,'select','','%139 %137 %140','f64','[3,3]');
INSERT INTO equation VALUES(7,142,141,'stop_gradient','','%141','f64','[3,3]');
INSERT INTO equation VALUES(7,143,142,'select','','%28 %137 %142','f64','[3,3]');
INSERT INTO equation VALUES(7,144,143,'broadcast_in_dim','shape=[3,3],axes=[1]','%48','f64','[3,3]');
INSERT INTO equation VALUES(7,145,144,'mul','','%144 %143','f64','[3,3]');
INSERT INTO equation VALUES(7,146,145,'broadcast_in_dim','shape=[3,3],axes=[1]','%47','f64','[3,3]');
INSERT INTO equation VALUES(7,147,146,'mul','','%135 %146','f64','[3,3]');
INSERT INTO equation VALUES(7,148,147,'broadcast_in_dim','shape=[3],axes=[]','%66','f64','[3]');
INSERT INTO equation VALUES(7,149,148,'eq','','%147 %147','bool','[3,3]');
INSERT INTO equation VALUES(7,150,149,'broadcast_in_dim','shape=[3,3],axes=[1]','%148','f64','[3,3]');
INSERT INTO equation VALUES(7,151,150,'select','','%149 %147 %150','f64','[3,3]');
INSERT INTO equation VALUES(7,152,151,'stop_gradient','','%151','f64','[3,3]');
INSERT INTO equation VALUES(7,153,152,'select','','%28 %147 %152','f64','[3,3]');
INSERT INTO equation VALUES(7,154,153,'broadcast_in_dim','shape=[3,3],axes=[1]','%42','f64','[3,3]');
INSERT INTO equation VALUES(7,155,154,'mul','','%154 %153','f64','[3,3]');
INSERT INTO equation VALUES(7,156,155,'broadcast_in_dim','shape=[3,3],axes=[1]','%30','f64','[3,3]');
INSERT INTO equation VALUES(7,157,156,'mul','','%156 %117','f64','[3,3]');
INSERT INTO equation VALUES(7,158,157,'broadcast_in_dim','shape=[3],axes=[]','%66','f64','[3]');
INSERT INTO equation VALUES(7,159,158,'eq','','%157 %157','bool','[3,3]');
INSERT INTO equation VALUES(7,160,159,'broadcast_in_dim','shape=[3,3],axes=[1]','%158','f64','[3,3]');
INSERT INTO equation VALUES(7,161,160,'select','','%159 %157 %160','f64','[3,3]');
INSERT INTO equation VALUES(7,162,161,'stop_gradient','','%161','f64','[3,3]');
INSERT INTO equation VALUES(7,163,162,'select','','%28 %157 %162','f64','[3,3]');
INSERT INTO equation VALUES(7,164,163,'broadcast_in_dim','shape=[3,3],axes=[1]','%0','f64','[3,3]');
INSERT INTO equation VALUES(7,165,164,'mul','','%117 %164','f64','[3,3]');
INSERT INTO equation VALUES(7,166,165,'broadcast_in_dim','shape=[3],axes=[]','%66','f64','[3]');
INSERT INTO equation VALUES(7,167,166,'eq','','%165 %165','bool','[3,3]');
INSERT INTO equation VALUES(7,168,167,'broadcast_in_dim','shape=[3,3],axes=[1]','%166','f64','[3,3]');
INSERT INTO equation VALUES(7,169,168,'select','','%167 %165 %168','f64','[3,3]');
INSERT INTO equation VALUES(7,170,169,'stop_gradient','','%169','f64','[3,3]');
INSERT INTO equation VALUES(7,171,170,'select','','%28 %165 %170','f64','[3,3]');
INSERT INTO equation VALUES(7,172,171,'add','','%171 %112','f64','[3,3]');
INSERT INTO equation VALUES(7,173,172,'broadcast_in_dim','shape=[3,3],axes=[1]','%39','f64','[3,3]');
INSERT INTO equation VALUES(7,174,173,'mul','','%172 %173','f64','[3,3]');
INSERT INTO equation VALUES(7,175,174,'broadcast_in_dim','shape=[3],axes=[]','%66','f64','[3]');
INSERT INTO equation VALUES(7,176,175,'eq','','%174 %174','bool','[3,3]');
INSERT INTO equation VALUES(7,177,176,'broadcast_in_dim','shape=[3,3],axes=[1]','%175','f64','[3,3]');
INSERT INTO equation VALUES(7,178,177,'select','','%176 %174 %177','f64','[3,3]');
INSERT INTO equation VALUES(7,179,178,'stop_gradient','','%178','f64','[3,3]');
INSERT INTO equation VALUES(7,180,179,'select','','%28 %174 %179','f64','[3,3]');
INSERT INTO equation VALUES(7,181,180,'add','','%180 %163','f64','[3,3]');
INSERT INTO equation VALUES(7,182,181,'add','','%181 %155','f64','[3,3]');
INSERT INTO equation VALUES(7,183,182,'add','','%182 %145','f64','[3,3]');
INSERT INTO equation VALUES(7,184,183,'add','','%183 %88','f64','[3,3]');
INSERT INTO equation VALUES(8,2,0,'tanh','','%0','f64','[3]');
INSERT INTO equation VALUES(8,3,1,'mul','','%2 %0','f64','[3]');
INSERT INTO equation VALUES(8,4,2,'integer_pow','exponent=2','%3','f64','[3]');
INSERT INTO equation VALUES(8,5,3,'reduce_sum','axes=[0]','%4','f64','[]');
INSERT INTO equation VALUES(8,6,4,'constant','dtype=f64,value=1','','f64','[]');
INSERT INTO equation VALUES(8,7,5,'constant','dtype=f64,value=4','','f64','[]');
INSERT INTO equation VALUES(8,8,6,'broadcast_in_dim','shape=[3],axes=[]','%7','f64','[3]');
INSERT INTO equation VALUES(8,9,7,'constant','dtype=f64,value=2','','f64','[]');
INSERT INTO equation VALUES(8,10,8,'broadcast_in_dim','shape=[3],axes=[]','%9','f64','[3]');
INSERT INTO equation VALUES(8,11,9,'mul','','%10 %0','f64','[3]');
INSERT INTO equation VALUES(8,12,10,'logistic','','%11','f64','[3]');
INSERT INTO equation VALUES(8,13,11,'constant','dtype=f64,value=-2','','f64','[]');
INSERT INTO equation VALUES(8,14,12,'broadcast_in_dim','shape=[3],axes=[]','%13','f64','[3]');
INSERT INTO equation VALUES(8,15,13,'mul','','%14 %0','f64','[3]');
INSERT INTO equation VALUES(8,16,14,'logistic','','%15','f64','[3]');
INSERT INTO equation VALUES(8,17,15,'mul','','%12 %16','f64','[3]');
INSERT INTO equation VALUES(8,18,16,'mul','','%8 %17','f64','[3]');
INSERT INTO equation VALUES(8,19,17,'broadcast_in_dim','shape=[3],axes=[]','%9','f64','[3]');
INSERT INTO equation VALUES(8,20,18,'mul','','%19 %3','f64','[3]');
INSERT INTO equation VALUES(8,21,19,'broadcast_in_dim','shape=[3],axes=[]','%6','f64','[3]');
INSERT INTO equation VALUES(8,22,20,'mul','','%21 %20','f64','[3]');
INSERT INTO equation VALUES(8,23,21,'mul','','%2 %22','f64','[3]');
INSERT INTO equation VALUES(8,24,22,'mul','','%22 %0','f64','[3]');
INSERT INTO equation VALUES(8,25,23,'mul','','%24 %18','f64','[3]');
INSERT INTO equation VALUES(8,26,24,'add','','%25 %23','f64','[3]');
INSERT INTO equation VALUES(8,27,25,'mul','','%1 %18','f64','[3]');
INSERT INTO equation VALUES(8,28,26,'mul','','%27 %0','f64','[3]');
INSERT INTO equation VALUES(8,29,27,'mul','','%2 %1','f64','[3]');
INSERT INTO equation VALUES(8,30,28,'add','','%28 %29','f64','[3]');
INSERT INTO equation VALUES(8,31,29,'mul','','%10 %1','f64','[3]');
INSERT INTO equation VALUES(8,32,30,'neg','','%11','f64','[3]');
INSERT INTO equation VALUES(8,33,31,'logistic','','%32','f64','[3]');
INSERT INTO equation VALUES(8,34,32,'mul','','%12 %33','f64','[3]');
INSERT INTO equation VALUES(8,35,33,'mul','','%31 %34','f64','[3]');
INSERT INTO equation VALUES(8,36,34,'mul','','%14 %1','f64','[3]');
INSERT INTO equation VALUES(8,37,35,'neg','','%15','f64','[3]');
INSERT INTO equation VALUES(8,38,36,'logistic','','%37','f64','[3]');
INSERT INTO equation VALUES(8,39,37,'mul','','%16 %38','f64','[3]');
INSERT INTO equation VALUES(8,40,38,'mul','','%36 %39','f64','[3]');
INSERT INTO equation VALUES(8,41,39,'mul','','%35 %16','f64','[3]');
INSERT INTO equation VALUES(8,42,40,'mul','','%12 %40','f64','[3]');
INSERT INTO equation VALUES(8,43,41,'add','','%41 %42','f64','[3]');
INSERT INTO equation VALUES(8,44,42,'mul','','%8 %43','f64','[3]');
INSERT INTO equation VALUES(8,45,43,'mul','','%10 %30','f64','[3]');
INSERT INTO equation VALUES(8,46,44,'mul','','%21 %45','f64','[3]');
INSERT INTO equation VALUES(8,47,45,'mul','','%27 %22','f64','[3]');
INSERT INTO equation VALUES(8,48,46,'mul','','%2 %46','f64','[3]');
INSERT INTO equation VALUES(8,49,47,'add','','%47 %48','f64','[3]');
INSERT INTO equation VALUES(8,50,48,'mul','','%46 %0','f64','[3]');
INSERT INTO equation VALUES(8,51,49,'mul','','%22 %1','f64','[3]');
INSERT INTO equation VALUES(8,52,50,'add','','%50 %51','f64','[3]');
INSERT INTO equation VALUES(8,53,51,'mul','','%52 %18','f64','[3]');
INSERT INTO equation VALUES(8,54,52,'mul','','%24 %44','f64','[3]');
INSERT INTO equation VALUES(8,55,53,'add','','%53 %54','f64','[3]');
INSERT INTO equation VALUES(8,56,54,'add','','%55 %49','f64','[3]');
INSERT INTO equation VALUES(9,1,0,'tanh','','%0','f64','[3]');
INSERT INTO equation VALUES(9,2,1,'mul','','%1 %0','f64','[3]');
INSERT INTO equation VALUES(9,3,2,'integer_pow','exponent=2','%2','f64','[3]');
INSERT INTO equation VALUES(9,4,3,'reduce_sum','axes=[0]','%3','f64','[]');
INSERT INTO equation VALUES(9,5,4,'constant','dtype=f64,value=1','','f64','[]');
INSERT INTO equation VALUES(9,6,5,'constant','dtype=f64,value=2','','f64','[]');
INSERT INTO equation VALUES(9,7,6,'broadcast_in_dim','shape=[3],axes=[]','%6','f64','[3]');
INSERT INTO equation VALUES(9,8,7,'mul','','%7 %2','f64','[3]');
INSERT INTO equation VALUES(9,9,8,'broadcast_in_dim','shape=[3],axes=[]','%5','f64','[3]');
INSERT INTO equation VALUES(9,10,9,'mul','','%9 %8','f64','[3]');
INSERT INTO equation VALUES(9,11,10,'iota','type=i64[3,3],axis=0','','i64','[3,3]');
INSERT INTO equation VALUES(9,12,11,'iota','type=i64[3,3],axis=1','','i64','[3,3]');
INSERT INTO equation VALUES(9,13,12,'eq','','%11 %12','bool','[3,3]');
INSERT INTO equation VALUES(9,14,13,'convert','dtype=f64','%13','f64','[3,3]');
INSERT INTO equation VALUES(9,15,14,'constant','dtype=f64,value=0','','f64','[]');
INSERT INTO equation VALUES(9,16,15,'broadcast_in_dim','shape=[3,3],axes=[]','%15','f64','[3,3]');
INSERT INTO equation VALUES(9,17,16,'ne','','%14 %16','bool','[3,3]');
INSERT INTO equation VALUES(9,18,17,'broadcast_in_dim','shape=[3,3],axes=[1]','%10','f64','[3,3]');
INSERT INTO equation VALUES(9,19,18,'broadcast_in_dim','shape=[3,3],axes=[]','%15','f64','[3,3]');
INSERT INTO equation VALUES(9,20,19,'select','','%17 %18 %19','f64','[3,3]');
INSERT INTO equation VALUES(9,21,20,'tanh','','%0','f64','[3]');
INSERT INTO equation VALUES(9,22,21,'constant','dtype=f64,value=4','','f64','[]');
INSERT INTO equation VALUES(9,23,22,'broadcast_in_dim','shape=[3],axes=[]','%22','f64','[3]');
INSERT INTO equation VALUES(9,24,23,'broadcast_in_dim','shape=[3],axes=[]','%6','f64','[3]');
INSERT INTO equation VALUES(9,25,24,'mul','','%24 %0','f64','[3]');
INSERT INTO equation VALUES(9,26,25,'logistic','','%25','f64','[3]');
INSERT INTO equation VALUES(9,27,26,'constant','dtype=f64,value=-2','','f64','[]');
INSERT INTO equation VALUES(9,28,27,'broadcast_in_dim','shape=[3],axes=[]','%27','f64','[3]');
INSERT INTO equation VALUES(9,29,28,'mul','','%28 %0','f64','[3]');
INSERT INTO equation VALUES(9,30,29,'logistic','','%29','f64','[3]');
INSERT INTO equation VALUES(9,31,30,'mul','','%26 %30','f64','[3]');
INSERT INTO equation VALUES(9,32,31,'mul','','%23 %31','f64','[3]');
INSERT INTO equation VALUES(9,33,32,'mul','','%21 %0','f64','[3]');
INSERT INTO equation VALUES(9,34,33,'broadcast_in_dim','shape=[3,3],axes=[1]','%21','f64','[3,3]');
INSERT INTO equation VALUES(9,35,34,'mul','','%34 %20','f64','[3,3]');
INSERT INTO equation VALUES(9,36,35,'broadcast_in_dim','shape=[3],axes=[]','%15','f64','[3]');
INSERT INTO equation VALUES(9,37,36,'eq','','%35 %35','bool','[3,3]');
INSERT INTO equation VALUES(9,38,37,'broadcast_in_dim','shape=[3,3],axes=[1]','%36','f64','[3,3]');
INSERT INTO equation VALUES(9,39,38,'select','','%37 %35 %38','f64','[3,3]');
INSERT INTO equation VALUES(9,40,39,'stop_gradient','','%39','f64','[3,3]');
INSERT INTO equation VALUES(9,41,40,'select','','%17 %35 %40','f64','[3,3]');
INSERT INTO equation VALUES(9,42,41,'broadcast_in_dim','shape=[3,3],axes=[1]','%0','f64','[3,3]');
INSERT INTO equation VALUES(9,43,42,'mul','','%20 %42','f64','[3,3]');
INSERT INTO equation VALUES(9,44,43,'broadcast_in_dim','shape=[3],axes=[]','%15','f64','[3]');
INSERT INTO equation VALUES(9,45,44,'eq','','%43 %43','bool','[3,3]');
INSERT INTO equation VALUES(9,46,45,'broadcast_in_dim','shape=[3,3],axes=[1]','%44','f64','[3,3]');
INSERT INTO equation VALUES(9,47,46,'select','','%45 %43 %46','f64','[3,3]');
INSERT INTO equation VALUES(9,48,47,'stop_gradient','','%47','f64','[3,3]');
INSERT INTO equation VALUES(9,49,48,'select','','%17 %43 %48','f64','[3,3]');
INSERT INTO equation VALUES(9,50,49,'broadcast_in_dim','shape=[3,3],axes=[1]','%32','f64','[3,3]');
INSERT INTO equation VALUES(9,51,50,'mul','','%49 %50','f64','[3,3]');
INSERT INTO equation VALUES(9,52,51,'broadcast_in_dim','shape=[3],axes=[]','%15','f64','[3]');
INSERT INTO equation VALUES(9,53,52,'eq','','%51 %51','bool','[3,3]');
INSERT INTO equation VALUES(9,54,53,'broadcast_in_dim','shape=[3,3],axes=[1]','%52','f64','[3,3]');
INSERT INTO equation VALUES(9,55,54,'select','','%53 %51 %54','f64','[3,3]');
INSERT INTO equation VALUES(9,56,55,'stop_gradient','','%55','f64','[3,3]');
INSERT INTO equation VALUES(9,57,56,'select','','%17 %51 %56','f64','[3,3]');
INSERT INTO equation VALUES(9,58,57,'add','','%57 %41','f64','[3,3]');
INSERT INTO equation VALUES(10,1,0,'tanh','','%0','f64','[3]');
INSERT INTO equation VALUES(10,2,1,'mul','','%1 %0','f64','[3]');
INSERT INTO equation VALUES(10,3,2,'integer_pow','exponent=2','%2','f64','[3]');
INSERT INTO equation VALUES(10,4,3,'reduce_sum','axes=[0]','%3','f64','[]');
INSERT INTO equation VALUES(10,5,4,'constant','dtype=f64,value=1','','f64','[]');
INSERT INTO equation VALUES(10,6,5,'constant','dtype=f64,value=0','','f64','[]');
INSERT INTO equation VALUES(10,7,6,'broadcast_in_dim','shape=[3],axes=[]','%6','f64','[3]');
INSERT INTO equation VALUES(11,2,0,'convert','dtype=f32','%1','f32','[3]');
INSERT INTO equation VALUES(11,3,1,'dot_general','left_contract=[1],right_contract=[0],left_batch=[],right_batch=[]','%0 %2','f32','[2]');
INSERT INTO equation VALUES(11,4,2,'exp','','%3','f32','[2]');
INSERT INTO equation VALUES(11,5,3,'mul','','%4 %3','f32','[2]');
INSERT INTO equation VALUES(11,6,4,'reduce_sum','axes=[0]','%5','f32','[]');
INSERT INTO equation VALUES(12,2,0,'convert','dtype=f32','%1','f32','[3]');
INSERT INTO equation VALUES(12,3,1,'dot_general','left_contract=[1],right_contract=[0],left_batch=[],right_batch=[]','%0 %2','f32','[2]');
INSERT INTO equation VALUES(12,4,2,'exp','','%3','f32','[2]');
INSERT INTO equation VALUES(12,5,3,'mul','','%4 %3','f32','[2]');
INSERT INTO equation VALUES(12,6,4,'reduce_sum','axes=[0]','%5','f32','[]');
INSERT INTO equation VALUES(12,7,5,'constant','dtype=f32,value=1','','f32','[]');
INSERT INTO equation VALUES(12,8,6,'broadcast_in_dim','shape=[2],axes=[]','%7','f32','[2]');
INSERT INTO equation VALUES(12,9,7,'mul','','%4 %8','f32','[2]');
INSERT INTO equation VALUES(12,10,8,'mul','','%8 %3','f32','[2]');
INSERT INTO equation VALUES(12,11,9,'mul','','%10 %4','f32','[2]');
INSERT INTO equation VALUES(12,12,10,'add','','%11 %9','f32','[2]');
INSERT INTO equation VALUES(12,13,11,'dot_general','left_contract=[0],right_contract=[0],left_batch=[],right_batch=[]','%12 %0','f32','[3]');
INSERT INTO equation VALUES(12,14,12,'dot_general','left_contract=[],right_contract=[],left_batch=[],right_batch=[]','%12 %2','f32','[2,3]');
INSERT INTO equation VALUES(12,15,13,'convert','dtype=f64','%13','f64','[3]');
INSERT INTO equation VALUES(13,2,0,'scan','length=4,reverse=0,constants=0,carry=1,body={(%0: f64[], %1: f64[]); %2 = constant[dtype=f64,value=0.9] : f64[]; %3 = mul %0 %2 : f64[]; %4 = sin %1 : f64[]; %5 = add %3 %4 : f64[]; return %5 %0}','%0 %1','f64','[]');
INSERT INTO equation VALUES(13,3,0,'scan','length=4,reverse=0,constants=0,carry=1,body={(%0: f64[], %1: f64[]); %2 = constant[dtype=f64,value=0.9] : f64[]; %3 = mul %0 %2 : f64[]; %4 = sin %1 : f64[]; %5 = add %3 %4 : f64[]; return %5 %0}','%0 %1','f64','[4]');
INSERT INTO equation VALUES(13,4,1,'integer_pow','exponent=2','%3','f64','[4]');
INSERT INTO equation VALUES(13,5,2,'reduce_sum','axes=[0]','%4','f64','[]');
INSERT INTO equation VALUES(13,6,3,'add','','%5 %2','f64','[]');
INSERT INTO equation VALUES(14,2,0,'scan','length=4,reverse=0,constants=0,carry=1,body={(%0: f64[], %1: f64[]); %2 = constant[dtype=f64,value=0.9] : f64[]; %3 = mul %0 %2 : f64[]; %4 = sin %1 : f64[]; %5 = add %3 %4 : f64[]; return %5 %0}','%0 %1','f64','[]');
INSERT INTO equation VALUES(14,3,0,'scan','length=4,reverse=0,constants=0,carry=1,body={(%0: f64[], %1: f64[]); %2 = constant[dtype=f64,value=0.9] : f64[]; %3 = mul %0 %2 : f64[]; %4 = sin %1 : f64[]; %5 = add %3 %4 : f64[]; return %5 %0}','%0 %1','f64','[4]');
INSERT INTO equation VALUES(14,4,1,'integer_pow','exponent=2','%3','f64','[4]');
INSERT INTO equation VALUES(14,5,2,'reduce_sum','axes=[0]','%4','f64','[]');
INSERT INTO equation VALUES(14,6,3,'add','','%5 %2','f64','[]');
INSERT INTO equation VALUES(14,7,4,'constant','dtype=f64,value=1','','f64','[]');
INSERT INTO equation VALUES(14,8,5,'constant','dtype=f64,value=2','','f64','[]');
INSERT INTO equation VALUES(14,9,6,'broadcast_in_dim','shape=[4],axes=[]','%8','f64','[4]');
INSERT INTO equation VALUES(14,10,7,'mul','','%9 %3','f64','[4]');
INSERT INTO equation VALUES(14,11,8,'broadcast_in_dim','shape=[4],axes=[]','%7','f64','[4]');
INSERT INTO equation VALUES(14,12,9,'mul','','%11 %10','f64','[4]');
INSERT INTO equation VALUES(14,13,10,'scan','length=4,reverse=1,constants=0,carry=1,body={(%0: f64[], %1: f64[]); %2 = constant[dtype=f64,value=0.9] : f64[]; %3 = mul %0 %2 : f64[]; %4 = add %3 %1 : f64[]; return %4}','%7 %12','f64','[]');
INSERT INTO equation VALUES(15,1,0,'constant','dtype=f64,value=0','','f64','[]');
INSERT INTO equation VALUES(15,2,1,'gt','','%0 %1','bool','[]');
INSERT INTO equation VALUES(15,3,2,'cond','on_true={(%0: f64[]); %1 = mul %0 %0 : f64[]; return %1},on_false={(%0: f64[]); %1 = neg %0 : f64[]; return %1}','%2 %0','f64','[]');
INSERT INTO equation VALUES(16,1,0,'constant','dtype=f64,value=0','','f64','[]');
INSERT INTO equation VALUES(16,2,1,'gt','','%0 %1','bool','[]');
INSERT INTO equation VALUES(16,3,2,'cond','on_true={(%0: f64[]); %1 = mul %0 %0 : f64[]; return %1},on_false={(%0: f64[]); %1 = neg %0 : f64[]; return %1}','%2 %0','f64','[]');
INSERT INTO equation VALUES(16,4,3,'constant','dtype=f64,value=1','','f64','[]');
INSERT INTO equation VALUES(16,5,4,'cond','on_true={(%0: f64[], %1: f64[]); %2 = mul %0 %1 : f64[]; %3 = mul %1 %0 : f64[]; %4 = add %3 %2 : f64[]; return %4},on_false={(%0: f64[], %1: f64[]); %2 = neg %1 : f64[]; return %2}','%2 %0 %4','f64','[]');
INSERT INTO equation VALUES(17,2,0,'broadcast_in_dim','shape=[2],axes=[]','%0','f64','[2]');
INSERT INTO equation VALUES(17,3,1,'mul','','%1 %2','f64','[2]');
INSERT INTO equation VALUES(17,4,2,'abs','','%3','f64','[2]');
INSERT INTO equation VALUES(17,5,3,'reduce_max','axes=[0]','%4','f64','[]');
INSERT INTO equation VALUES(17,6,4,'stop_gradient','','%5','f64','[]');
INSERT INTO equation VALUES(17,7,5,'constant','dtype=f64,value=3.2033329522929615e-145','','f64','[]');
INSERT INTO equation VALUES(17,8,6,'lt','','%6 %7','bool','[]');
INSERT INTO equation VALUES(17,9,7,'constant','dtype=f64,value=3.1217485503159922e+144','','f64','[]');
INSERT INTO equation VALUES(17,10,8,'gt','','%6 %9','bool','[]');
INSERT INTO equation VALUES(17,11,9,'constant','dtype=f64,value=4.149515568880993e+180','','f64','[]');
INSERT INTO equation VALUES(17,12,10,'constant','dtype=f64,value=1','','f64','[]');
INSERT INTO equation VALUES(17,13,11,'select','','%8 %11 %12','f64','[]');
INSERT INTO equation VALUES(17,14,12,'constant','dtype=f64,value=2.409919865102884e-181','','f64','[]');
INSERT INTO equation VALUES(17,15,13,'select','','%10 %14 %13','f64','[]');
INSERT INTO equation VALUES(17,16,14,'broadcast_in_dim','shape=[2],axes=[]','%15','f64','[2]');
INSERT INTO equation VALUES(17,17,15,'mul','','%3 %16','f64','[2]');
INSERT INTO equation VALUES(17,18,16,'mul','','%17 %17','f64','[2]');
INSERT INTO equation VALUES(17,19,17,'reduce_sum','axes=[0]','%18','f64','[]');
INSERT INTO equation VALUES(17,20,18,'constant','dtype=f64,value=0','','f64','[]');
INSERT INTO equation VALUES(17,21,19,'eq','','%19 %20','bool','[]');
INSERT INTO equation VALUES(17,22,20,'select','','%21 %12 %19','f64','[]');
INSERT INTO equation VALUES(17,23,21,'sqrt','','%22','f64','[]');
INSERT INTO equation VALUES(17,24,22,'select','','%21 %20 %23','f64','[]');
INSERT INTO equation VALUES(17,25,23,'div','','%24 %15','f64','[]');
INSERT INTO equation VALUES(18,2,0,'broadcast_in_dim','shape=[2],axes=[]','%0','f64','[2]');
INSERT INTO equation VALUES(18,3,1,'mul','','%1 %2','f64','[2]');
INSERT INTO equation VALUES(18,4,2,'abs','','%3','f64','[2]');
INSERT INTO equation VALUES(18,5,3,'reduce_max','axes=[0]','%4','f64','[]');
INSERT INTO equation VALUES(18,6,4,'stop_gradient','','%5','f64','[]');
INSERT INTO equation VALUES(18,7,5,'constant','dtype=f64,value=3.2033329522929615e-145','','f64','[]');
INSERT INTO equation VALUES(18,8,6,'lt','','%6 %7','bool','[]');
INSERT INTO equation VALUES(18,9,7,'constant','dtype=f64,value=3.1217485503159922e+144','','f64','[]');
INSERT INTO equation VALUES(18,10,8,'gt','','%6 %9','bool','[]');
INSERT INTO equation VALUES(18,11,9,'constant','dtype=f64,value=4.149515568880993e+180','','f64','[]');
INSERT INTO equation VALUES(18,12,10,'constant','dtype=f64,value=1','','f64','[]');
INSERT INTO equation VALUES(18,13,11,'select','','%8 %11 %12','f64','[]');
INSERT INTO equation VALUES(18,14,12,'constant','dtype=f64,value=2.409919865102884e-181','','f64','[]');
INSERT INTO equation VALUES(18,15,13,'select','','%10 %14 %13','f64','[]');
INSERT INTO equation VALUES(18,16,14,'broadcast_in_dim','shape=[2],axes=[]','%15','f64','[2]');
INSERT INTO equation VALUES(18,17,15,'mul','','%3 %16','f64','[2]');
INSERT INTO equation VALUES(18,18,16,'mul','','%17 %17','f64','[2]');
INSERT INTO equation VALUES(18,19,17,'reduce_sum','axes=[0]','%18','f64','[]');
INSERT INTO equation VALUES(18,20,18,'constant','dtype=f64,value=0','','f64','[]');
INSERT INTO equation VALUES(18,21,19,'eq','','%19 %20','bool','[]');
INSERT INTO equation VALUES(18,22,20,'select','','%21 %12 %19','f64','[]');
INSERT INTO equation VALUES(18,23,21,'sqrt','','%22','f64','[]');
INSERT INTO equation VALUES(18,24,22,'select','','%21 %20 %23','f64','[]');
INSERT INTO equation VALUES(18,25,23,'div','','%24 %15','f64','[]');
INSERT INTO equation VALUES(18,26,24,'abs_slope','','%3','f64','[2]');
INSERT INTO equation VALUES(18,27,25,'broadcast_in_dim','shape=[2],axes=[]','%5','f64','[2]');
INSERT INTO equation VALUES(18,28,26,'lt','','%4 %27','bool','[2]');
INSERT INTO equation VALUES(18,29,27,'broadcast_in_dim','shape=[2],axes=[]','%20','f64','[2]');
INSERT INTO equation VALUES(18,30,28,'broadcast_in_dim','shape=[2],axes=[]','%12','f64','[2]');
INSERT INTO equation VALUES(18,31,29,'select','','%28 %29 %30','f64','[2]');
INSERT INTO equation VALUES(18,32,30,'reduce_sum','axes=[0]','%31','f64','[]');
INSERT INTO equation VALUES(18,33,31,'ne','','%5 %5','bool','[]');
INSERT INTO equation VALUES(18,34,32,'select','','%33 %5 %12','f64','[]');
INSERT INTO equation VALUES(18,35,33,'broadcast_in_dim','shape=[2],axes=[]','%23','f64','[2]');
INSERT INTO equation VALUES(18,36,34,'div','','%17 %35','f64','[2]');
INSERT INTO equation VALUES(18,37,35,'select','','%21 %19 %12','f64','[]');
INSERT INTO equation VALUES(18,38,36,'sqrt','','%37','f64','[]');
INSERT INTO equation VALUES(18,39,37,'mul','','%20 %38','f64','[]');
INSERT INTO equation VALUES(18,40,38,'add','','%23 %39','f64','[]');
INSERT INTO equation VALUES(18,41,39,'broadcast_in_dim','shape=[2],axes=[]','%40','f64','[2]');
INSERT INTO equation VALUES(18,42,40,'div','','%17 %41','f64','[2]');
INSERT INTO equation VALUES(18,43,41,'broadcast_in_dim','shape=[2],axes=[]','%12','f64','[2]');
INSERT INTO equation VALUES(18,44,42,'mul','','%42 %43','f64','[2]');
INSERT INTO equation VALUES(18,45,43,'mul','','%1 %44','f64','[2]');
INSERT INTO equation VALUES(18,46,44,'reduce_sum','axes=[0]','%45','f64','[]');
INSERT INTO equation VALUES(19,2,0,'broadcast_in_dim','shape=[2],axes=[]','%0','f64','[2]');
INSERT INTO equation VALUES(19,3,1,'mul','','%1 %2','f64','[2]');
INSERT INTO equation VALUES(19,4,2,'reduce_max','axes=[0]','%3','f64','[]');
INSERT INTO equation VALUES(19,5,3,'stop_gradient','','%4','f64','[]');
INSERT INTO equation VALUES(19,6,4,'is_finite','','%5','bool','[]');
INSERT INTO equation VALUES(19,7,5,'constant','dtype=f64,value=0','','f64','[]');
INSERT INTO equation VALUES(19,8,6,'select','','%6 %5 %7','f64','[]');
INSERT INTO equation VALUES(19,9,7,'broadcast_in_dim','shape=[2],axes=[]','%8','f64','[2]');
INSERT INTO equation VALUES(19,10,8,'sub','','%3 %9','f64','[2]');
INSERT INTO equation VALUES(19,11,9,'exp','','%10','f64','[2]');
INSERT INTO equation VALUES(19,12,10,'reduce_sum','axes=[0]','%11','f64','[]');
INSERT INTO equation VALUES(19,13,11,'log','','%12','f64','[]');
INSERT INTO equation VALUES(19,14,12,'add','','%13 %8','f64','[]');
INSERT INTO equation VALUES(20,2,0,'broadcast_in_dim','shape=[2],axes=[]','%0','f64','[2]');
INSERT INTO equation VALUES(20,3,1,'mul','','%1 %2','f64','[2]');
INSERT INTO equation VALUES(20,4,2,'reduce_max','axes=[0]','%3','f64','[]');
INSERT INTO equation VALUES(20,5,3,'stop_gradient','','%4','f64','[]');
INSERT INTO equation VALUES(20,6,4,'is_finite','','%5','bool','[]');
INSERT INTO equation VALUES(20,7,5,'constant','dtype=f64,value=0','','f64','[]');
INSERT INTO equation VALUES(20,8,6,'select','','%6 %5 %7','f64','[]');
INSERT INTO equation VALUES(20,9,7,'broadcast_in_dim','shape=[2],axes=[]','%8','f64','[2]');
INSERT INTO equation VALUES(20,10,8,'sub','','%3 %9','f64','[2]');
INSERT INTO equation VALUES(20,11,9,'exp','','%10','f64','[2]');
INSERT INTO equation VALUES(20,12,10,'reduce_sum','axes=[0]','%11','f64','[]');
INSERT INTO equation VALUES(20,13,11,'log','','%12','f64','[]');
INSERT INTO equation VALUES(20,14,12,'add','','%13 %8','f64','[]');
INSERT INTO equation VALUES(20,15,13,'constant','dtype=f64,value=1','','f64','[]');
INSERT INTO equation VALUES(20,16,14,'broadcast_in_dim','shape=[2],axes=[]','%4','f64','[2]');
INSERT INTO equation VALUES(20,17,15,'lt','','%3 %16','bool','[2]');
INSERT INTO equation VALUES(20,18,16,'broadcast_in_dim','shape=[2],axes=[]','%7','f64','[2]');
INSERT INTO equation VALUES(20,19,17,'broadcast_in_dim','shape=[2],axes=[]','%15','f64','[2]');
INSERT INTO equation VALUES(20,20,18,'select','','%17 %18 %19','f64','[2]');
INSERT INTO equation VALUES(20,21,19,'reduce_sum','axes=[0]','%20','f64','[]');
INSERT INTO equation VALUES(20,22,20,'ne','','%4 %4','bool','[]');
INSERT INTO equation VALUES(20,23,21,'select','','%22 %4 %15','f64','[]');
INSERT INTO equation VALUES(20,24,22,'div','','%15 %12','f64','[]');
INSERT INTO equation VALUES(20,25,23,'abs','','%14','f64','[]');
INSERT INTO equation VALUES(20,26,24,'constant','dtype=f64,value=inf','','f64','[]');
INSERT INTO equation VALUES(20,27,25,'eq','','%25 %26','bool','[]');
INSERT INTO equation VALUES(20,28,26,'broadcast_in_dim','shape=[2],axes=[]','%14','f64','[2]');
INSERT INTO equation VALUES(20,29,27,'eq','','%3 %28','bool','[2]');
INSERT INTO equation VALUES(20,30,28,'convert','dtype=f64','%29','f64','[2]');
INSERT INTO equation VALUES(20,31,29,'broadcast_in_dim','shape=[2],axes=[]','%27','bool','[2]');
INSERT INTO equation VALUES(20,32,30,'select','','%31 %30 %11','f64','[2]');
INSERT INTO equation VALUES(20,33,31,'reduce_sum','axes=[0]','%30','f64','[]');
INSERT INTO equation VALUES(20,34,32,'select','','%27 %33 %12','f64','[]');
INSERT INTO equation VALUES(20,35,33,'broadcast_in_dim','shape=[2],axes=[]','%34','f64','[2]');
INSERT INTO equation VALUES(20,36,34,'div','','%32 %35','f64','[2]');
INSERT INTO equation VALUES(20,37,35,'broadcast_in_dim','shape=[2],axes=[]','%15','f64','[2]');
INSERT INTO equation VALUES(20,38,36,'mul','','%36 %37','f64','[2]');
INSERT INTO equation VALUES(20,39,37,'mul','','%1 %38','f64','[2]');
INSERT INTO equation VALUES(20,40,38,'reduce_sum','axes=[0]','%39','f64','[]');
INSERT INTO equation VALUES(21,2,0,'broadcast_in_dim','shape=[3],axes=[]','%0','f64','[3]');
INSERT INTO equation VALUES(21,3,1,'mul','','%1 %2','f64','[3]');
INSERT INTO equation VALUES(21,4,2,'reduce_sum','axes=[0]','%3','f64','[]');
INSERT INTO equation VALUES(21,5,3,'constant','dtype=f64,value=3','','f64','[]');
INSERT INTO equation VALUES(21,6,4,'div','','%4 %5','f64','[]');
INSERT INTO equation VALUES(21,7,5,'broadcast_in_dim','shape=[3],axes=[]','%6','f64','[3]');
INSERT INTO equation VALUES(21,8,6,'sub','','%3 %7','f64','[3]');
INSERT INTO equation VALUES(21,9,7,'reduce_sum','axes=[0]','%8','f64','[]');
INSERT INTO equation VALUES(21,10,8,'div','','%9 %5','f64','[]');
INSERT INTO equation VALUES(21,11,9,'stop_gradient','','%10','f64','[]');
INSERT INTO equation VALUES(21,12,10,'broadcast_in_dim','shape=[3],axes=[]','%11','f64','[3]');
INSERT INTO equation VALUES(21,13,11,'sub','','%8 %12','f64','[3]');
INSERT INTO equation VALUES(21,14,12,'abs','','%13','f64','[3]');
INSERT INTO equation VALUES(21,15,13,'reduce_max','axes=[0]','%14','f64','[]');
INSERT INTO equation VALUES(21,16,14,'stop_gradient','','%15','f64','[]');
INSERT INTO equation VALUES(21,17,15,'constant','dtype=f64,value=3.2033329522929615e-145','','f64','[]');
INSERT INTO equation VALUES(21,18,16,'lt','','%16 %17','bool','[]');
INSERT INTO equation VALUES(21,19,17,'constant','dtype=f64,value=3.1217485503159922e+144','','f64','[]');
INSERT INTO equation VALUES(21,20,18,'gt','','%16 %19','bool','[]');
INSERT INTO equation VALUES(21,21,19,'constant','dtype=f64,value=4.149515568880993e+180','','f64','[]');
INSERT INTO equation VALUES(21,22,20,'constant','dtype=f64,value=1','','f64','[]');
INSERT INTO equation VALUES(21,23,21,'select','','%18 %21 %22','f64','[]');
INSERT INTO equation VALUES(21,24,22,'constant','dtype=f64,value=2.409919865102884e-181','','f64','[]');
INSERT INTO equation VALUES(21,25,23,'select','','%20 %24 %23','f64','[]');
INSERT INTO equation VALUES(21,26,24,'broadcast_in_dim','shape=[3],axes=[]','%25','f64','[3]');
INSERT INTO equation VALUES(21,27,25,'mul','','%13 %26','f64','[3]');
INSERT INTO equation VALUES(21,28,26,'mul','','%27 %27','f64','[3]');
INSERT INTO equation VALUES(21,29,27,'reduce_sum','axes=[0]','%28','f64','[]');
INSERT INTO equation VALUES(21,30,28,'constant','dtype=f64,value=0','','f64','[]');
INSERT INTO equation VALUES(21,31,29,'eq','','%29 %30','bool','[]');
INSERT INTO equation VALUES(21,32,30,'select','','%31 %22 %29','f64','[]');
INSERT INTO equation VALUES(21,33,31,'sqrt','','%32','f64','[]');
INSERT INTO equation VALUES(21,34,32,'select','','%31 %30 %33','f64','[]');
INSERT INTO equation VALUES(21,35,33,'div','','%34 %25','f64','[]');
INSERT INTO equation VALUES(21,36,34,'constant','dtype=f64,value=1.7320508075688772','','f64','[]');
INSERT INTO equation VALUES(21,37,35,'div','','%35 %36','f64','[]');
INSERT INTO equation VALUES(22,2,0,'broadcast_in_dim','shape=[3],axes=[]','%0','f64','[3]');
INSERT INTO equation VALUES(22,3,1,'mul','','%1 %2','f64','[3]');
INSERT INTO equation VALUES(22,4,2,'reduce_sum','axes=[0]','%3','f64','[]');
INSERT INTO equation VALUES(22,5,3,'constant','dtype=f64,value=3','','f64','[]');
INSERT INTO equation VALUES(22,6,4,'div','','%4 %5','f64','[]');
INSERT INTO equation VALUES(22,7,5,'broadcast_in_dim','shape=[3],axes=[]','%6','f64','[3]');
INSERT INTO equation VALUES(22,8,6,'sub','','%3 %7','f64','[3]');
INSERT INTO equation VALUES(22,9,7,'reduce_sum','axes=[0]','%8','f64','[]');
INSERT INTO equation VALUES(22,10,8,'div','','%9 %5','f64','[]');
INSERT INTO equation VALUES(22,11,9,'stop_gradient','','%10','f64','[]');
INSERT INTO equation VALUES(22,12,10,'broadcast_in_dim','shape=[3],axes=[]','%11','f64','[3]');
INSERT INTO equation VALUES(22,13,11,'sub','','%8 %12','f64','[3]');
INSERT INTO equation VALUES(22,14,12,'abs','','%13','f64','[3]');
INSERT INTO equation VALUES(22,15,13,'reduce_max','axes=[0]','%14','f64','[]');
INSERT INTO equation VALUES(22,16,14,'stop_gradient','','%15','f64','[]');
INSERT INTO equation VALUES(22,17,15,'constant','dtype=f64,value=3.2033329522929615e-145','','f64','[]');
INSERT INTO equation VALUES(22,18,16,'lt','','%16 %17','bool','[]');
INSERT INTO equation VALUES(22,19,17,'constant','dtype=f64,value=3.1217485503159922e+144','','f64','[]');
INSERT INTO equation VALUES(22,20,18,'gt','','%16 %19','bool','[]');
INSERT INTO equation VALUES(22,21,19,'constant','dtype=f64,value=4.149515568880993e+180','','f64','[]');
INSERT INTO equation VALUES(22,22,20,'constant','dtype=f64,value=1','','f64','[]');
INSERT INTO equation VALUES(22,23,21,'select','','%18 %21 %22','f64','[]');
INSERT INTO equation VALUES(22,24,22,'constant','dtype=f64,value=2.409919865102884e-181','','f64','[]');
INSERT INTO equation VALUES(22,25,23,'select','','%20 %24 %23','f64','[]');
INSERT INTO equation VALUES(22,26,24,'broadcast_in_dim','shape=[3],axes=[]','%25','f64','[3]');
INSERT INTO equation VALUES(22,27,25,'mul','','%13 %26','f64','[3]');
INSERT INTO equation VALUES(22,28,26,'mul','','%27 %27','f64','[3]');
INSERT INTO equation VALUES(22,29,27,'reduce_sum','axes=[0]','%28','f64','[]');
INSERT INTO equation VALUES(22,30,28,'constant','dtype=f64,value=0','','f64','[]');
INSERT INTO equation VALUES(22,31,29,'eq','','%29 %30','bool','[]');
INSERT INTO equation VALUES(22,32,30,'select','','%31 %22 %29','f64','[]');
INSERT INTO equation VALUES(22,33,31,'sqrt','','%32','f64','[]');
INSERT INTO equation VALUES(22,34,32,'select','','%31 %30 %33','f64','[]');
INSERT INTO equation VALUES(22,35,33,'div','','%34 %25','f64','[]');
INSERT INTO equation VALUES(22,36,34,'constant','dtype=f64,value=1.7320508075688772','','f64','[]');
INSERT INTO equation VALUES(22,37,35,'div','','%35 %36','f64','[]');
INSERT INTO equation VALUES(22,38,36,'abs_slope','','%13','f64','[3]');
INSERT INTO equation VALUES(22,39,37,'broadcast_in_dim','shape=[3],axes=[]','%15','f64','[3]');
INSERT INTO equation VALUES(22,40,38,'lt','','%14 %39','bool','[3]');
INSERT INTO equation VALUES(22,41,39,'broadcast_in_dim','shape=[3],axes=[]','%30','f64','[3]');
INSERT INTO equation VALUES(22,42,40,'broadcast_in_dim','shape=[3],axes=[]','%22','f64','[3]');
INSERT INTO equation VALUES(22,43,41,'select','','%40 %41 %42','f64','[3]');
INSERT INTO equation VALUES(22,44,42,'reduce_sum','axes=[0]','%43','f64','[]');
INSERT INTO equation VALUES(22,45,43,'ne','','%15 %15','bool','[]');
INSERT INTO equation VALUES(22,46,44,'select','','%45 %15 %22','f64','[]');
INSERT INTO equation VALUES(22,47,45,'broadcast_in_dim','shape=[3],axes=[]','%33','f64','[3]');
INSERT INTO equation VALUES(22,48,46,'div','','%27 %47','f64','[3]');
INSERT INTO equation VALUES(22,49,47,'select','','%31 %29 %22','f64','[]');
INSERT INTO equation VALUES(22,50,48,'sqrt','','%49','f64','[]');
INSERT INTO equation VALUES(22,51,49,'mul','','%30 %50','f64','[]');
INSERT INTO equation VALUES(22,52,50,'add','','%33 %51','f64','[]');
INSERT INTO equation VALUES(22,53,51,'broadcast_in_dim','shape=[3],axes=[]','%52','f64','[3]');
INSERT INTO equation VALUES(22,54,52,'div','','%27 %53','f64','[3]');
INSERT INTO equation VALUES(22,55,53,'div','','%22 %36','f64','[]');
INSERT INTO equation VALUES(22,56,54,'broadcast_in_dim','shape=[3],axes=[]','%55','f64','[3]');
INSERT INTO equation VALUES(22,57,55,'mul','','%54 %56','f64','[3]');
INSERT INTO equation VALUES(22,58,56,'neg','','%57','f64','[3]');
INSERT INTO equation VALUES(22,59,57,'reduce_sum','axes=[0]','%58','f64','[]');
INSERT INTO equation VALUES(22,60,58,'div','','%59 %5','f64','[]');
INSERT INTO equation VALUES(22,61,59,'broadcast_in_dim','shape=[3],axes=[]','%60','f64','[3]');
INSERT INTO equation VALUES(22,62,60,'add','','%61 %57','f64','[3]');
INSERT INTO equation VALUES(22,63,61,'mul','','%1 %62','f64','[3]');
INSERT INTO equation VALUES(22,64,62,'reduce_sum','axes=[0]','%63','f64','[]');
INSERT INTO equation VALUES(23,1,0,'tanh','','%0','f64','[3]');
INSERT INTO equation VALUES(23,2,1,'mul','','%1 %0','f64','[3]');
INSERT INTO equation VALUES(23,3,2,'mul','','%2 %0','f64','[3]');
INSERT INTO equation VALUES(23,4,3,'reduce_sum','axes=[0]','%3','f64','[]');
INSERT INTO equation VALUES(24,1,0,'tanh','','%0','f64','[3]');
INSERT INTO equation VALUES(24,2,1,'mul','','%1 %0','f64','[3]');
INSERT INTO equation VALUES(24,3,2,'mul','','%2 %0','f64','[3]');
INSERT INTO equation VALUES(24,4,3,'reduce_sum','axes=[0]','%3','f64','[]');
INSERT INTO equation VALUES(24,5,4,'constant','dtype=f64,value=1','','f64','[]');
INSERT INTO equation VALUES(24,6,5,'constant','dtype=f64,value=4','','f64','[]');
INSERT INTO equation VALUES(24,7,6,'broadcast_in_dim','shape=[3],axes=[]','%6','f64','[3]');
INSERT INTO equation VALUES(24,8,7,'constant','dtype=f64,value=2','','f64','[]');
INSERT INTO equation VALUES(24,9,8,'broadcast_in_dim','shape=[3],axes=[]','%8','f64','[3]');
INSERT INTO equation VALUES(24,10,9,'mul','','%9 %0','f64','[3]');
INSERT INTO equation VALUES(24,11,10,'logistic','','%10','f64','[3]');
INSERT INTO equation VALUES(24,12,11,'constant','dtype=f64,value=-2','','f64','[]');
INSERT INTO equation VALUES(24,13,12,'broadcast_in_dim','shape=[3],axes=[]','%12','f64','[3]');
INSERT INTO equation VALUES(24,14,13,'mul','','%13 %0','f64','[3]');
INSERT INTO equation VALUES(24,15,14,'logistic','','%14','f64','[3]');
INSERT INTO equation VALUES(24,16,15,'mul','','%11 %15','f64','[3]');
INSERT INTO equation VALUES(24,17,16,'mul','','%7 %16','f64','[3]');
INSERT INTO equation VALUES(24,18,17,'broadcast_in_dim','shape=[3],axes=[]','%5','f64','[3]');
INSERT INTO equation VALUES(24,19,18,'mul','','%2 %18','f64','[3]');
INSERT INTO equation VALUES(24,20,19,'mul','','%18 %0','f64','[3]');
INSERT INTO equation VALUES(24,21,20,'mul','','%1 %20','f64','[3]');
INSERT INTO equation VALUES(24,22,21,'mul','','%20 %0','f64','[3]');
INSERT INTO equation VALUES(24,23,22,'mul','','%22 %17','f64','[3]');
INSERT INTO equation VALUES(24,24,23,'add','','%23 %21','f64','[3]');
INSERT INTO equation VALUES(24,25,24,'add','','%24 %19','f64','[3]');
INSERT INTO equation VALUES(25,1,0,'exp','','%0','f64','[1]');
INSERT INTO equation VALUES(25,2,1,'reduce_sum','axes=[0]','%1','f64','[]');
INSERT INTO equation VALUES(26,1,0,'exp','','%0','f64','[1]');
INSERT INTO equation VALUES(26,2,1,'reduce_sum','axes=[0]','%1','f64','[]');
INSERT INTO equation VALUES(26,3,2,'constant','dtype=f64,value=1','','f64','[]');
INSERT INTO equation VALUES(26,4,3,'broadcast_in_dim','shape=[1],axes=[]','%3','f64','[1]');
INSERT INTO equation VALUES(26,5,4,'mul','','%4 %1','f64','[1]');
CREATE TABLE session (
    id INTEGER PRIMARY KEY,
    name TEXT NOT NULL UNIQUE CHECK (name <> ''),
    folder TEXT, -- where its files are read from
    parent INTEGER REFERENCES session (id),
    parent_cell INTEGER CHECK (parent_cell >= 0),
    time INTEGER NOT NULL,
    CHECK ((parent IS NULL) = (parent_cell IS NULL)),
    CHECK (parent < id)
) STRICT;
INSERT INTO session VALUES(1,'kinds','/tmp/a2',NULL,NULL,1795898543544655);
INSERT INTO session VALUES(2,'flow','/tmp/a2',NULL,NULL,1795898543597733);
INSERT INTO session VALUES(3,'branch','/tmp/a2',1,1,1795898543620296);
INSERT INTO session VALUES(4,'puts','/tmp/a2',NULL,NULL,1795898543679803);
CREATE TABLE cell (
    id INTEGER PRIMARY KEY,
    session INTEGER NOT NULL REFERENCES session (id),
    number INTEGER CHECK (number >= 1), -- in its session, without gaps
    kind TEXT NOT NULL CHECK (kind IN ('cell', 'put')), -- of a put, the source is the name
    source TEXT NOT NULL,
    outcome TEXT NOT NULL CHECK (outcome IN ('ok', 'cancelled', 'failed')),
    time INTEGER NOT NULL, -- when it was recorded
    source_hash BLOB CHECK (length(source_hash) = 32), -- of `source`: it tells damage; NULL in rows of version 1
    elaboration BLOB CHECK (length(elaboration) = 32), -- of what the cell elaborated to; NULL in rows of version 1
    operands TEXT CHECK (operands IS NULL OR json_valid(operands)), -- what it used of earlier cells: '["1:x","3:y[0]"]'
    fixed TEXT CHECK (fixed IS NULL OR json_valid(fixed)), -- what it bound beside arrays: '{"lr":"0.25","f":null}'
    UNIQUE (session, number),
    CHECK ((number IS NULL) = (outcome <> 'ok'))
) STRICT;
INSERT INTO cell VALUES(1,1,1,'cell',replace('x = array([0.5, -1.25, 2.0])\nw = array([[0.1, -0.2, 0.3], [0.4, 0.5, -0.6]], dtype=float32)\ny = tanh(x) * x\nl = sum(y ** 2)\ng = grad(l, x)\nv = vjp(y, x, array([1.0, 0.5, -2.0]))\nt = jvp(y, x, array([1.0, 0.0, 1.0]))\nJ = jacobian(y, x)\nH = hessian(l, x)\nh2 = hvp(l, x, array([1.0, 2.0, 3.0]))\nC = contributions(l, x, through=y)\nb = bypass(l, x, through=y)\nz = w @ x.astype(float32)\nm = sum(exp(z) * z)\ngw, gx = grad(m, (w, x))','\n',char(10)),'ok',1795898543544655,X'03e18399d49572ad55c14cc5602637874b7a8e90276882d7013a14920ff0ac3a',X'accec469a99724c42576da358f39a319ca7143cfaafe3c914736f00662865470','[]','{}');
INSERT INTO cell VALUES(2,2,1,'cell',replace('def step(c, a):\n    return c * 0.9 + sin(a), c\nk = array(0.3)\nlast, seen = scan(step, k, array([1.0, 2.0, 3.0, 4.0]))\nr = sum(seen ** 2) + last\ngk = grad(r, k)\nq = cond(k > 0.0, lambda u: u * u, lambda u: -u, k)\ngq = grad(q, k)\nn = norm(array([3.0, 4.0]) * k)\ngn = grad(n, k)\ne = logsumexp(array([1.0, 2.0]) * k)\nge = grad(e, k)\ns = std(array([1.0, 2.0, 4.0]) * k)\ngs = grad(s, k)','\n',char(10)),'ok',1795898543597733,X'95789d80566ca40bff059b0162c6ecba27d76b7bda3cd9673f31344461e875c9',X'a0dd83b5bc9e8296a89c4e693bb379264b105059f139261bad00e47ed8d13d2b','[]','{"step":null}');
INSERT INTO cell VALUES(3,3,2,'cell','g2 = grad(sum(y * x), x)','ok',1795898543657047,X'633582e97be83c26c667da09a9f33d17ab07b330d0c3315bb9a699c21c8a68d6',X'29cf0470c707fd3cdb27e75e347430d8ebe285feba5f0f10b962efa30807c450','["1:x","1:y"]','{}');
INSERT INTO cell VALUES(4,1,2,'cell',replace('l = sum((tanh(x) * x) ** 2)\ng = grad(l, x)\nx = x - 0.1 * g','\n',char(10)),'ok',1795898543671513,X'913b101131a65bf5361d7a1c89aee10454457aac07c7d6f539824c6f9cb6a4e8',X'873dadd25c0a62b17c11d8a5d12147587af0d7220a1631320c3d5eedc1f17123','["1:x"]','{}');
INSERT INTO cell VALUES(5,1,3,'cell',replace('l = sum((tanh(x) * x) ** 2)\ng = grad(l, x)\nx = x - 0.1 * g','\n',char(10)),'ok',1795898543671513,X'913b101131a65bf5361d7a1c89aee10454457aac07c7d6f539824c6f9cb6a4e8',X'db2eb73aaec7b52d5b6612b3df6b8b34f0ee81748a767d6474e12aa8ff9fb140','["2:x"]','{}');
INSERT INTO cell VALUES(6,1,4,'cell',replace('l = sum((tanh(x) * x) ** 2)\ng = grad(l, x)\nx = x - 0.1 * g','\n',char(10)),'ok',1795898543671513,X'913b101131a65bf5361d7a1c89aee10454457aac07c7d6f539824c6f9cb6a4e8',X'c3a6b0c57cb987ef83c365c260f86f64738e097658d35650c585dba7a7ad043e','["3:x"]','{}');
INSERT INTO cell VALUES(7,1,5,'cell',replace('l = sum((tanh(x) * x) ** 2)\ng = grad(l, x)\nx = x - 0.1 * g','\n',char(10)),'ok',1795898543671513,X'913b101131a65bf5361d7a1c89aee10454457aac07c7d6f539824c6f9cb6a4e8',X'345a879b67c7a23490b745c84bd006ecc57bb908488192d509d9970207fd20c9','["4:x"]','{}');
INSERT INTO cell VALUES(8,1,6,'cell',replace('l = sum((tanh(x) * x) ** 2)\ng = grad(l, x)\nx = x - 0.1 * g','\n',char(10)),'ok',1795898543671513,X'913b101131a65bf5361d7a1c89aee10454457aac07c7d6f539824c6f9cb6a4e8',X'09ea3cebfbec999a81f4174cdd42d000a807b77ffdc597d4c6d3e9affef3c50a','["5:x"]','{}');
INSERT INTO cell VALUES(9,4,1,'put','p','ok',1795898543679803,X'148de9c5a7a44d19e56cd9ae1a554bf67847afb0c58f6e12fa29ac7ddfca9940',X'869f083b44ed68e3e9e7c9897c85cba7edbb99834ebf72b832f94a0d1f4ca171','[]','{}');
INSERT INTO cell VALUES(10,4,2,'cell','gp = grad(sum(exp(p)), p)','ok',1795898543708441,X'ab42240658dd455c057db4dbf44323fe35e00d21332ea1a1df6d9fe53a1d7f18',X'243a5c541ec92e16a55fcb097a29811a6979d4ee689b9a33cc95cd2963b22ab4','["1:p"]','{}');
CREATE TABLE leaf (
    cell INTEGER NOT NULL REFERENCES cell (id),
    ordinal INTEGER NOT NULL CHECK (ordinal >= 0),
    hash BLOB NOT NULL REFERENCES tensor (hash),
    PRIMARY KEY (cell, ordinal)
) STRICT, WITHOUT ROWID;
INSERT INTO leaf VALUES(9,0,X'd06a10a87641601323efbbeed42ba41ff315d0ed53ac847f7ef01e793ebd9575');
CREATE TABLE binding (
    cell INTEGER NOT NULL REFERENCES cell (id),
    ordinal INTEGER NOT NULL CHECK (ordinal >= 0),
    name TEXT NOT NULL,
    hash BLOB NOT NULL REFERENCES tensor (hash),
    recipe BLOB CHECK (length(recipe) = 32), -- of the run that gave it, if it is a derivative
    weak INTEGER NOT NULL DEFAULT 0 CHECK (weak IN (0, 1)), -- whether its element type gives way, as a Python number's
    PRIMARY KEY (cell, ordinal)
) STRICT, WITHOUT ROWID;
INSERT INTO binding VALUES(1,0,'x',X'4a68e4561506f13824bb152ee571f0cd4a71061d7f2d9b973334278f1a223ea6',NULL,0);
INSERT INTO binding VALUES(1,1,'w',X'72a1f59482dce46714dd9c68a85ca7b46ac4d5c20dcef0683ca307c2dbf86051',NULL,0);
INSERT INTO binding VALUES(1,2,'y',X'8ec6987bc7e8d780b358bd08307518e0c5c6878880199ff84652ebef707b15c1',NULL,0);
INSERT INTO binding VALUES(1,3,'l',X'f1c738faf8b1af22a5e1fff2b74585b89417a42b244a6dcda4c2140e3615362e',NULL,0);
INSERT INTO binding VALUES(1,4,'g',X'c2fc2ad9e8034ec97ac335967c68a5500518f8a4ca17f4e679361cdbcd78dab6',X'6a9d7bb9cd995d56ef42cd3306871fda3530f2fd8bfddd4986a94deacd61daaa',0);
INSERT INTO binding VALUES(1,5,'v',X'1a832f31b6591454d3cf41e3796b77d6b563504016fe02cdeee1e279e0230b60',X'b3186ef946340489eff50cc200bc5058c82f103e7dd9283ea070004830b6cd69',0);
INSERT INTO binding VALUES(1,6,'t',X'ec26a9efdac0042533f86bf096e56d8dc128dce0f786bc9e2d9b6b2d69858d2a',X'ab28580403920d132e851df585806c5ad843bb451b5205732f18a67b43eafe35',0);
INSERT INTO binding VALUES(1,7,'J',X'1c66c51c382f365979bdde634f1c2eff888e78832d804173dcde2785616dfa77',X'd27aa53cc0d0c6efe95e70b7032fd5b6cc271428d6447f2127cc27015dc5d214',0);
INSERT INTO binding VALUES(1,8,'H',X'4c8756721588230e1d21653e4d97f6e06995b148801b3751592e096a18369a48',X'739a8e71e328c257d441df6b0e07fb1ed33387e2b7916230e1751e89e22f3391',0);
INSERT INTO binding VALUES(1,9,'h2',X'cb265d564bfb5a63b4a796a66fbc14977f88a52f8aacaaf2804ae68bc40e4651',X'0565fb4bcdf56c217e887dcb865f33030832b8851ce5c0d7e084572510336bcd',0);
INSERT INTO binding VALUES(1,10,'C',X'aadfadb6f339b74dc7306771bd277c6c680dbc8ac37c3ddd6afc987a3836c37e',X'7fdf4b9d8cfcea95fa55a9edac92618f89f79db611f5f2c4699217f3c95c0bec',0);
INSERT INTO binding VALUES(1,11,'b',X'48418846c0e893951b09e2ee7d0e4ee929465cca15b61af510c0f8cca6e56000',X'275605b880c62588b51592547f19639f03c36446252293e5683b4fdb543f2fc4',0);
INSERT INTO binding VALUES(1,12,'z',X'2a195b4829ef8235ad1ed794a34920726956c009e6128e5d07c8dc3e9e42efc6',NULL,0);
INSERT INTO binding VALUES(1,13,'m',X'9290c96b4016f2ee21df9d2e6d737d4ebdad5488678de885132bf8e78e16ca17',NULL,0);
INSERT INTO binding VALUES(1,14,'gw',X'6a4943cd7d0e14c506b3c2b19f3f45eaa690ea620c131ea9f23e6e7d61f0514a',X'5121bbace53f312fadfe650a68a18b82a9ce05d17fec0b070cfd9396aa4a87c7',0);
INSERT INTO binding VALUES(1,15,'gx',X'a7152c7beb98ead99d65aebc378ffc18c278d9cd62df332b10b1e223f17ecd7c',X'5121bbace53f312fadfe650a68a18b82a9ce05d17fec0b070cfd9396aa4a87c7',0);
INSERT INTO binding VALUES(2,0,'k',X'4a93efd59902591078d3e15fc1d5d1d1e9cb89d34e2638087ca53a4174d7d217',NULL,1);
INSERT INTO binding VALUES(2,1,'last',X'a1b2667b3ce8a2661f0516f138a537debd5a7770d385cc936b0427381531a37c',NULL,0);
INSERT INTO binding VALUES(2,2,'seen',X'689ab743e6afa6bd14f6585c0bdab77efdf58d24e21e8555716f36b05bec88b2',NULL,0);
INSERT INTO binding VALUES(2,3,'r',X'a9803cb44c5ddaaba96cfb21a0c363a666c3f594445a3e0834717d3b57a3df37',NULL,0);
INSERT INTO binding VALUES(2,4,'gk',X'96b73825741026afcbc9992e8d20c714dd897767fd48a12a60e06acdfc891a23',X'ab96171113089c57995ff01872485098967061ec9aeb86da4e919e7e71f11c65',1);
INSERT INTO binding VALUES(2,5,'q',X'd39076fa1aa4de78fcc9036c4048f7323af68985ce118b53a45614fc99901387',NULL,1);
INSERT INTO binding VALUES(2,6,'gq',X'6b169d7993b4d149c7c79680b5d5d3b76666bc9a5a361404eacf8fa83c84933f',X'038a869196a8e7a1ba7d9334d5ae30f9c453cb7ec50fb5d96ba086710b11bee7',1);
INSERT INTO binding VALUES(2,7,'n',X'75615d4065b01d5660947e6f1cf99a827c6fffc8c0dfefa1d377ea34f9384ce4',NULL,0);
INSERT INTO binding VALUES(2,8,'gn',X'9b8f95e6cb9bd2329c28e5a7999ddff89aafacb0cf9196e553f97780cf0f4037',X'a94ebacea400dc25cddf385e833ad719a5fbaf1c74ed9bf968ade0b81221b535',1);
INSERT INTO binding VALUES(2,9,'e',X'36fd38cbc4903cc5f2df77a102cc7953cababba5aac268d5cd710baddf23d079',NULL,0);
INSERT INTO binding VALUES(2,10,'ge',X'a8c9b12aafc6c7514b0229f4a46a5634741dcc129581f1c397c32d9bb307ea3b',X'0299816b2b101d01b9e7d813ac550ebeb25a1364e336f63ba9d076083de17a7b',1);
INSERT INTO binding VALUES(2,11,'s',X'5f408b4052be4fab55441f06384403cc1b5c49e1a7f6b5eae0a2436959734cbe',NULL,0);
INSERT INTO binding VALUES(2,12,'gs',X'6f40b402232f770848241231d997cf3943ead3b58656272a49f6708526eb4390',X'6c7352f1736d6dbdd46fd6e3b8e0979dee7ea2b8ed68033fcebaff843f959447',1);
INSERT INTO binding VALUES(3,0,'g2',X'3a683330bb7929d28be8bc758ab1f7fcdc589eed840acd5cd0ed32d397633b83',X'5bc72a624609267c112bf61126e07e419e2fa18bbeaebe871ba9ac83d0343cf0',0);
INSERT INTO binding VALUES(4,0,'l',X'f1c738faf8b1af22a5e1fff2b74585b89417a42b244a6dcda4c2140e3615362e',NULL,0);
INSERT INTO binding VALUES(4,1,'g',X'c2fc2ad9e8034ec97ac335967c68a5500518f8a4ca17f4e679361cdbcd78dab6',X'6a9d7bb9cd995d56ef42cd3306871fda3530f2fd8bfddd4986a94deacd61daaa',0);
INSERT INTO binding VALUES(4,2,'x',X'c4d0e4ec3e0ca57897aae3d8afb2fe7126ab2cae99a04e2dc9841a87ac87efd3',NULL,0);
INSERT INTO binding VALUES(5,0,'l',X'038d56ceb107137e4d31b873fa5bd0178c8b3377b16c187aaf09a3e0b5c89475',NULL,0);
INSERT INTO binding VALUES(5,1,'g',X'fbad5d31149170ebff29dbbfac906fb312de3bfc76cb395940fcce448df2ee1a',X'22c5697fc45c54d5375a1110f6ca23ccec2ac25804b660a90a43341691ab9c6d',0);
INSERT INTO binding VALUES(5,2,'x',X'e40e0e9a4092c959ae56f9bea14ba2fa2c84b185619e1745344b0eb41b92a473',NULL,0);
INSERT INTO binding VALUES(6,0,'l',X'df814573717fde4e5c7baddb0fb5e1abd2df94f1ebf85c6013000fcf595c9103',NULL,0);
INSERT INTO binding VALUES(6,1,'g',X'561cb7936b2f7030325d55025ca2d26b61af32646c545ab99239e28f544c874f',X'a391bb2cb320b35e8e6fbeb4731d6d6fff9dd740495b6f52b9b525e85a91c458',0);
INSERT INTO binding VALUES(6,2,'x',X'4c8351b3777a7fab2cf642ca440cc46433707e2a00f453af3cb83927ff7181bb',NULL,0);
INSERT INTO binding VALUES(7,0,'l',X'fac14c50e2e6c31804c82397a5c08cda078f999e4eea464aa4515ed58a9fd368',NULL,0);
INSERT INTO binding VALUES(7,1,'g',X'ad2dd5343757816ceeca69113e1bd114be2f3adceb015e912dd09bb8550f3ae2',X'0538c50179e0fded06a597d171f715f069f457446e5f2b19e9833424366f8c50',0);
INSERT INTO binding VALUES(7,2,'x',X'53239e3d637cb9df7cab2557b10589cae63b794e0a027f16d182e6c2894d846b',NULL,0);
INSERT INTO binding VALUES(8,0,'l',X'205c698684cb5aae3043670b3b3623670ba387a409aa624bc90182abc3d2077e',NULL,0);
INSERT INTO binding VALUES(8,1,'g',X'c90c4d9e9e4b722866e76aa00c34db94851aa56eda5275752a74f395f4107ca3',X'fd8a085da9ce1d95e608e128405a9ebc9761b39e98c26f71a56ca301a0e3ce63',0);
INSERT INTO binding VALUES(8,2,'x',X'720078c860a9c3bc347fade685a1ccaa275a7a5f9ffe409b54f98dd3d1d03792',NULL,0);
INSERT INTO binding VALUES(9,0,'p',X'd06a10a87641601323efbbeed42ba41ff315d0ed53ac847f7ef01e793ebd9575',NULL,0);
INSERT INTO binding VALUES(10,0,'gp',X'4b1f8be971f06d1b5714b84c373099b213bca935f4088914ad17f05b780fe157',X'c839f066ae2a006bed12f6cd6c4bb1991c293de01e7c64dd7e2b25e2d5cf69d4',0);
CREATE TABLE run (
    id INTEGER PRIMARY KEY, -- the order of runs
    recipe BLOB NOT NULL CHECK (length(recipe) = 32),
    graph INTEGER NOT NULL REFERENCES graph (id),
    kind TEXT NOT NULL
        CHECK (kind IN ('grad', 'vjp', 'jvp', 'jacobian', 'hvp', 'hessian', 'contributions', 'bypass')),
    target TEXT NOT NULL, -- as the cell wrote it
    wrt TEXT NOT NULL CHECK (json_valid(wrt)), -- names of the differentiated inputs %0, %1, …: '["x","w"]'
    through TEXT NOT NULL CHECK (json_valid(through)), -- names of the cut
    cut TEXT NOT NULL, -- its values: '%5', or empty
    session INTEGER NOT NULL REFERENCES session (id),
    cell INTEGER NOT NULL REFERENCES cell (id),
    ordinal INTEGER NOT NULL CHECK (ordinal >= 0), -- in its cell
    source_line INTEGER NOT NULL, -- where the cell asked, from 1
    source_column INTEGER NOT NULL, -- in Unicode scalars, from 1
    numerics INTEGER NOT NULL, -- the bit contract
    time INTEGER NOT NULL, -- when it was recorded
    duration_us INTEGER NOT NULL, -- wall time of the evaluation of its cell, in microseconds
    derivative INTEGER REFERENCES graph (id), -- inputs and seeds → results, as derived then; NULL in rows of version 1
    UNIQUE (cell, ordinal)
) STRICT;
INSERT INTO run VALUES(1,X'6a9d7bb9cd995d56ef42cd3306871fda3530f2fd8bfddd4986a94deacd61daaa',1,'grad','l','["x"]','[]','',1,1,0,5,5,1,1795898543544655,11822,2);
INSERT INTO run VALUES(2,X'b3186ef946340489eff50cc200bc5058c82f103e7dd9283ea070004830b6cd69',3,'vjp','y','["x"]','[]','',1,1,1,6,5,1,1795898543544655,11822,4);
INSERT INTO run VALUES(3,X'ab28580403920d132e851df585806c5ad843bb451b5205732f18a67b43eafe35',3,'jvp','y','["x"]','[]','',1,1,2,7,5,1,1795898543544655,11822,5);
INSERT INTO run VALUES(4,X'd27aa53cc0d0c6efe95e70b7032fd5b6cc271428d6447f2127cc27015dc5d214',3,'jacobian','y','["x"]','[]','',1,1,3,8,5,1,1795898543544655,11822,6);
INSERT INTO run VALUES(5,X'739a8e71e328c257d441df6b0e07fb1ed33387e2b7916230e1751e89e22f3391',1,'hessian','l','["x"]','[]','',1,1,4,9,5,1,1795898543544655,11822,7);
INSERT INTO run VALUES(6,X'0565fb4bcdf56c217e887dcb865f33030832b8851ce5c0d7e084572510336bcd',1,'hvp','l','["x"]','[]','',1,1,5,10,6,1,1795898543544655,11822,8);
INSERT INTO run VALUES(7,X'7fdf4b9d8cfcea95fa55a9edac92618f89f79db611f5f2c4699217f3c95c0bec',1,'contributions','l','["x"]','["y"]','%2',1,1,6,11,5,1,1795898543544655,11822,9);
INSERT INTO run VALUES(8,X'275605b880c62588b51592547f19639f03c36446252293e5683b4fdb543f2fc4',1,'bypass','l','["x"]','["y"]','%2',1,1,7,12,5,1,1795898543544655,11822,10);
INSERT INTO run VALUES(9,X'5121bbace53f312fadfe650a68a18b82a9ce05d17fec0b070cfd9396aa4a87c7',11,'grad','m','["w","x"]','[]','',1,1,8,15,10,1,1795898543544655,11822,12);
INSERT INTO run VALUES(10,X'ab96171113089c57995ff01872485098967061ec9aeb86da4e919e7e71f11c65',13,'grad','r','["k"]','[]','',2,2,0,6,6,1,1795898543597733,1065,14);
INSERT INTO run VALUES(11,X'038a869196a8e7a1ba7d9334d5ae30f9c453cb7ec50fb5d96ba086710b11bee7',15,'grad','q','["k"]','[]','',2,2,1,8,6,1,1795898543597733,1065,16);
INSERT INTO run VALUES(12,X'a94ebacea400dc25cddf385e833ad719a5fbaf1c74ed9bf968ade0b81221b535',17,'grad','n','["k"]','[]','',2,2,2,10,6,1,1795898543597733,1065,18);
INSERT INTO run VALUES(13,X'0299816b2b101d01b9e7d813ac550ebeb25a1364e336f63ba9d076083de17a7b',19,'grad','e','["k"]','[]','',2,2,3,12,6,1,1795898543597733,1065,20);
INSERT INTO run VALUES(14,X'6c7352f1736d6dbdd46fd6e3b8e0979dee7ea2b8ed68033fcebaff843f959447',21,'grad','s','["k"]','[]','',2,2,4,14,6,1,1795898543597733,1065,22);
INSERT INTO run VALUES(15,X'5bc72a624609267c112bf61126e07e419e2fa18bbeaebe871ba9ac83d0343cf0',23,'grad','sum(y * x)','["x"]','[]','',3,3,0,1,6,1,1795898543657047,564,24);
INSERT INTO run VALUES(16,X'6a9d7bb9cd995d56ef42cd3306871fda3530f2fd8bfddd4986a94deacd61daaa',1,'grad','l','["x"]','[]','',1,4,0,2,5,1,1795898543671513,224,2);
INSERT INTO run VALUES(17,X'22c5697fc45c54d5375a1110f6ca23ccec2ac25804b660a90a43341691ab9c6d',1,'grad','l','["x"]','[]','',1,5,0,2,5,1,1795898543671513,82,2);
INSERT INTO run VALUES(18,X'a391bb2cb320b35e8e6fbeb4731d6d6fff9dd740495b6f52b9b525e85a91c458',1,'grad','l','["x"]','[]','',1,6,0,2,5,1,1795898543671513,75,2);
INSERT INTO run VALUES(19,X'0538c50179e0fded06a597d171f715f069f457446e5f2b19e9833424366f8c50',1,'grad','l','["x"]','[]','',1,7,0,2,5,1,1795898543671513,72,2);
INSERT INTO run VALUES(20,X'fd8a085da9ce1d95e608e128405a9ebc9761b39e98c26f71a56ca301a0e3ce63',1,'grad','l','["x"]','[]','',1,8,0,2,5,1,1795898543671513,72,2);
INSERT INTO run VALUES(21,X'c839f066ae2a006bed12f6cd6c4bb1991c293de01e7c64dd7e2b25e2d5cf69d4',25,'grad','sum(exp(p))','["p"]','[]','',4,10,0,1,6,1,1795898543708441,105,26);
CREATE TABLE run_tensor (
    run INTEGER NOT NULL REFERENCES run (id),
    role TEXT NOT NULL CHECK (role IN ('input', 'seed', 'result')),
    ordinal INTEGER NOT NULL CHECK (ordinal >= 0),
    name TEXT, -- of an input, in its cell; of a result, what it is the derivative by
    hash BLOB NOT NULL REFERENCES tensor (hash),
    PRIMARY KEY (run, role, ordinal)
) STRICT, WITHOUT ROWID;
INSERT INTO run_tensor VALUES(1,'input',0,'x',X'4a68e4561506f13824bb152ee571f0cd4a71061d7f2d9b973334278f1a223ea6');
INSERT INTO run_tensor VALUES(1,'result',0,'x',X'c2fc2ad9e8034ec97ac335967c68a5500518f8a4ca17f4e679361cdbcd78dab6');
INSERT INTO run_tensor VALUES(2,'input',0,'x',X'4a68e4561506f13824bb152ee571f0cd4a71061d7f2d9b973334278f1a223ea6');
INSERT INTO run_tensor VALUES(2,'result',0,'x',X'1a832f31b6591454d3cf41e3796b77d6b563504016fe02cdeee1e279e0230b60');
INSERT INTO run_tensor VALUES(2,'seed',0,NULL,X'8f0869199f5b82cbfdcbe8cfdd2255ffd8bc2a2c510f13a6191514869a9b3bad');
INSERT INTO run_tensor VALUES(3,'input',0,'x',X'4a68e4561506f13824bb152ee571f0cd4a71061d7f2d9b973334278f1a223ea6');
INSERT INTO run_tensor VALUES(3,'result',0,'y',X'ec26a9efdac0042533f86bf096e56d8dc128dce0f786bc9e2d9b6b2d69858d2a');
INSERT INTO run_tensor VALUES(3,'seed',0,NULL,X'2d99bc384a9285d10fdc60ef92e6fca70f4c7722cf89631f1676f0d4579a065b');
INSERT INTO run_tensor VALUES(4,'input',0,'x',X'4a68e4561506f13824bb152ee571f0cd4a71061d7f2d9b973334278f1a223ea6');
INSERT INTO run_tensor VALUES(4,'result',0,'x',X'1c66c51c382f365979bdde634f1c2eff888e78832d804173dcde2785616dfa77');
INSERT INTO run_tensor VALUES(5,'input',0,'x',X'4a68e4561506f13824bb152ee571f0cd4a71061d7f2d9b973334278f1a223ea6');
INSERT INTO run_tensor VALUES(5,'result',0,'x',X'4c8756721588230e1d21653e4d97f6e06995b148801b3751592e096a18369a48');
INSERT INTO run_tensor VALUES(6,'input',0,'x',X'4a68e4561506f13824bb152ee571f0cd4a71061d7f2d9b973334278f1a223ea6');
INSERT INTO run_tensor VALUES(6,'result',0,'x',X'cb265d564bfb5a63b4a796a66fbc14977f88a52f8aacaaf2804ae68bc40e4651');
INSERT INTO run_tensor VALUES(6,'seed',0,NULL,X'230d5f20a957cf6061d926a46a0c0afaa4573d23fc06df2749ba9a950bc444b2');
INSERT INTO run_tensor VALUES(7,'input',0,'x',X'4a68e4561506f13824bb152ee571f0cd4a71061d7f2d9b973334278f1a223ea6');
INSERT INTO run_tensor VALUES(7,'result',0,'x',X'aadfadb6f339b74dc7306771bd277c6c680dbc8ac37c3ddd6afc987a3836c37e');
INSERT INTO run_tensor VALUES(8,'input',0,'x',X'4a68e4561506f13824bb152ee571f0cd4a71061d7f2d9b973334278f1a223ea6');
INSERT INTO run_tensor VALUES(8,'result',0,'x',X'48418846c0e893951b09e2ee7d0e4ee929465cca15b61af510c0f8cca6e56000');
INSERT INTO run_tensor VALUES(9,'input',0,'w',X'72a1f59482dce46714dd9c68a85ca7b46ac4d5c20dcef0683ca307c2dbf86051');
INSERT INTO run_tensor VALUES(9,'input',1,'x',X'4a68e4561506f13824bb152ee571f0cd4a71061d7f2d9b973334278f1a223ea6');
INSERT INTO run_tensor VALUES(9,'result',0,'w',X'6a4943cd7d0e14c506b3c2b19f3f45eaa690ea620c131ea9f23e6e7d61f0514a');
INSERT INTO run_tensor VALUES(9,'result',1,'x',X'a7152c7beb98ead99d65aebc378ffc18c278d9cd62df332b10b1e223f17ecd7c');
INSERT INTO run_tensor VALUES(10,'input',0,'k',X'4a93efd59902591078d3e15fc1d5d1d1e9cb89d34e2638087ca53a4174d7d217');
INSERT INTO run_tensor VALUES(10,'input',1,NULL,X'39061466d50a2c612c70e3c3c01a15340355075b3044ad34875aeafabf0687be');
INSERT INTO run_tensor VALUES(10,'result',0,'k',X'96b73825741026afcbc9992e8d20c714dd897767fd48a12a60e06acdfc891a23');
INSERT INTO run_tensor VALUES(11,'input',0,'k',X'4a93efd59902591078d3e15fc1d5d1d1e9cb89d34e2638087ca53a4174d7d217');
INSERT INTO run_tensor VALUES(11,'result',0,'k',X'6b169d7993b4d149c7c79680b5d5d3b76666bc9a5a361404eacf8fa83c84933f');
INSERT INTO run_tensor VALUES(12,'input',0,'k',X'4a93efd59902591078d3e15fc1d5d1d1e9cb89d34e2638087ca53a4174d7d217');
INSERT INTO run_tensor VALUES(12,'input',1,NULL,X'661e5b1890c60abc3103170b08713c1ee19f07ec439d039367ea89a3671722fa');
INSERT INTO run_tensor VALUES(12,'result',0,'k',X'9b8f95e6cb9bd2329c28e5a7999ddff89aafacb0cf9196e553f97780cf0f4037');
INSERT INTO run_tensor VALUES(13,'input',0,'k',X'4a93efd59902591078d3e15fc1d5d1d1e9cb89d34e2638087ca53a4174d7d217');
INSERT INTO run_tensor VALUES(13,'input',1,NULL,X'db402d825b87db4e81266624f9e8fb2502a9b14f60cd83a0d67639e8e05d66c1');
INSERT INTO run_tensor VALUES(13,'result',0,'k',X'a8c9b12aafc6c7514b0229f4a46a5634741dcc129581f1c397c32d9bb307ea3b');
INSERT INTO run_tensor VALUES(14,'input',0,'k',X'4a93efd59902591078d3e15fc1d5d1d1e9cb89d34e2638087ca53a4174d7d217');
INSERT INTO run_tensor VALUES(14,'input',1,NULL,X'e77b607a75b7704f379edaec63960d3e0a57ed5f619955b2f4cdd37f532afa57');
INSERT INTO run_tensor VALUES(14,'result',0,'k',X'6f40b402232f770848241231d997cf3943ead3b58656272a49f6708526eb4390');
INSERT INTO run_tensor VALUES(15,'input',0,'x',X'4a68e4561506f13824bb152ee571f0cd4a71061d7f2d9b973334278f1a223ea6');
INSERT INTO run_tensor VALUES(15,'result',0,'x',X'3a683330bb7929d28be8bc758ab1f7fcdc589eed840acd5cd0ed32d397633b83');
INSERT INTO run_tensor VALUES(16,'input',0,'x',X'4a68e4561506f13824bb152ee571f0cd4a71061d7f2d9b973334278f1a223ea6');
INSERT INTO run_tensor VALUES(16,'result',0,'x',X'c2fc2ad9e8034ec97ac335967c68a5500518f8a4ca17f4e679361cdbcd78dab6');
INSERT INTO run_tensor VALUES(17,'input',0,'x',X'c4d0e4ec3e0ca57897aae3d8afb2fe7126ab2cae99a04e2dc9841a87ac87efd3');
INSERT INTO run_tensor VALUES(17,'result',0,'x',X'fbad5d31149170ebff29dbbfac906fb312de3bfc76cb395940fcce448df2ee1a');
INSERT INTO run_tensor VALUES(18,'input',0,'x',X'e40e0e9a4092c959ae56f9bea14ba2fa2c84b185619e1745344b0eb41b92a473');
INSERT INTO run_tensor VALUES(18,'result',0,'x',X'561cb7936b2f7030325d55025ca2d26b61af32646c545ab99239e28f544c874f');
INSERT INTO run_tensor VALUES(19,'input',0,'x',X'4c8351b3777a7fab2cf642ca440cc46433707e2a00f453af3cb83927ff7181bb');
INSERT INTO run_tensor VALUES(19,'result',0,'x',X'ad2dd5343757816ceeca69113e1bd114be2f3adceb015e912dd09bb8550f3ae2');
INSERT INTO run_tensor VALUES(20,'input',0,'x',X'53239e3d637cb9df7cab2557b10589cae63b794e0a027f16d182e6c2894d846b');
INSERT INTO run_tensor VALUES(20,'result',0,'x',X'c90c4d9e9e4b722866e76aa00c34db94851aa56eda5275752a74f395f4107ca3');
INSERT INTO run_tensor VALUES(21,'input',0,'p',X'd06a10a87641601323efbbeed42ba41ff315d0ed53ac847f7ef01e793ebd9575');
INSERT INTO run_tensor VALUES(21,'result',0,'p',X'4b1f8be971f06d1b5714b84c373099b213bca935f4088914ad17f05b780fe157');
CREATE TABLE run_name (
    run INTEGER NOT NULL REFERENCES run (id),
    ordinal INTEGER NOT NULL CHECK (ordinal >= 0),
    name TEXT NOT NULL,
    value INTEGER NOT NULL CHECK (value >= 0), -- 4 is %4
    hash BLOB NOT NULL CHECK (length(hash) = 32),
    PRIMARY KEY (run, ordinal)
) STRICT, WITHOUT ROWID;
INSERT INTO run_name VALUES(1,0,'x',0,X'4a68e4561506f13824bb152ee571f0cd4a71061d7f2d9b973334278f1a223ea6');
INSERT INTO run_name VALUES(1,1,'y',2,X'8ec6987bc7e8d780b358bd08307518e0c5c6878880199ff84652ebef707b15c1');
INSERT INTO run_name VALUES(1,2,'l',4,X'f1c738faf8b1af22a5e1fff2b74585b89417a42b244a6dcda4c2140e3615362e');
INSERT INTO run_name VALUES(2,0,'x',0,X'4a68e4561506f13824bb152ee571f0cd4a71061d7f2d9b973334278f1a223ea6');
INSERT INTO run_name VALUES(2,1,'y',2,X'8ec6987bc7e8d780b358bd08307518e0c5c6878880199ff84652ebef707b15c1');
INSERT INTO run_name VALUES(3,0,'x',0,X'4a68e4561506f13824bb152ee571f0cd4a71061d7f2d9b973334278f1a223ea6');
INSERT INTO run_name VALUES(3,1,'y',2,X'8ec6987bc7e8d780b358bd08307518e0c5c6878880199ff84652ebef707b15c1');
INSERT INTO run_name VALUES(4,0,'x',0,X'4a68e4561506f13824bb152ee571f0cd4a71061d7f2d9b973334278f1a223ea6');
INSERT INTO run_name VALUES(4,1,'y',2,X'8ec6987bc7e8d780b358bd08307518e0c5c6878880199ff84652ebef707b15c1');
INSERT INTO run_name VALUES(5,0,'x',0,X'4a68e4561506f13824bb152ee571f0cd4a71061d7f2d9b973334278f1a223ea6');
INSERT INTO run_name VALUES(5,1,'y',2,X'8ec6987bc7e8d780b358bd08307518e0c5c6878880199ff84652ebef707b15c1');
INSERT INTO run_name VALUES(5,2,'l',4,X'f1c738faf8b1af22a5e1fff2b74585b89417a42b244a6dcda4c2140e3615362e');
INSERT INTO run_name VALUES(6,0,'x',0,X'4a68e4561506f13824bb152ee571f0cd4a71061d7f2d9b973334278f1a223ea6');
INSERT INTO run_name VALUES(6,1,'y',2,X'8ec6987bc7e8d780b358bd08307518e0c5c6878880199ff84652ebef707b15c1');
INSERT INTO run_name VALUES(6,2,'l',4,X'f1c738faf8b1af22a5e1fff2b74585b89417a42b244a6dcda4c2140e3615362e');
INSERT INTO run_name VALUES(7,0,'x',0,X'4a68e4561506f13824bb152ee571f0cd4a71061d7f2d9b973334278f1a223ea6');
INSERT INTO run_name VALUES(7,1,'y',2,X'8ec6987bc7e8d780b358bd08307518e0c5c6878880199ff84652ebef707b15c1');
INSERT INTO run_name VALUES(7,2,'l',4,X'f1c738faf8b1af22a5e1fff2b74585b89417a42b244a6dcda4c2140e3615362e');
INSERT INTO run_name VALUES(8,0,'x',0,X'4a68e4561506f13824bb152ee571f0cd4a71061d7f2d9b973334278f1a223ea6');
INSERT INTO run_name VALUES(8,1,'y',2,X'8ec6987bc7e8d780b358bd08307518e0c5c6878880199ff84652ebef707b15c1');
INSERT INTO run_name VALUES(8,2,'l',4,X'f1c738faf8b1af22a5e1fff2b74585b89417a42b244a6dcda4c2140e3615362e');
INSERT INTO run_name VALUES(9,0,'w',0,X'72a1f59482dce46714dd9c68a85ca7b46ac4d5c20dcef0683ca307c2dbf86051');
INSERT INTO run_name VALUES(9,1,'x',1,X'4a68e4561506f13824bb152ee571f0cd4a71061d7f2d9b973334278f1a223ea6');
INSERT INTO run_name VALUES(9,2,'z',3,X'2a195b4829ef8235ad1ed794a34920726956c009e6128e5d07c8dc3e9e42efc6');
INSERT INTO run_name VALUES(9,3,'m',6,X'9290c96b4016f2ee21df9d2e6d737d4ebdad5488678de885132bf8e78e16ca17');
INSERT INTO run_name VALUES(10,0,'k',0,X'4a93efd59902591078d3e15fc1d5d1d1e9cb89d34e2638087ca53a4174d7d217');
INSERT INTO run_name VALUES(10,1,'last',2,X'a1b2667b3ce8a2661f0516f138a537debd5a7770d385cc936b0427381531a37c');
INSERT INTO run_name VALUES(10,2,'seen',3,X'689ab743e6afa6bd14f6585c0bdab77efdf58d24e21e8555716f36b05bec88b2');
INSERT INTO run_name VALUES(10,3,'r',6,X'a9803cb44c5ddaaba96cfb21a0c363a666c3f594445a3e0834717d3b57a3df37');
INSERT INTO run_name VALUES(11,0,'k',0,X'4a93efd59902591078d3e15fc1d5d1d1e9cb89d34e2638087ca53a4174d7d217');
INSERT INTO run_name VALUES(11,1,'q',3,X'd39076fa1aa4de78fcc9036c4048f7323af68985ce118b53a45614fc99901387');
INSERT INTO run_name VALUES(12,0,'k',0,X'4a93efd59902591078d3e15fc1d5d1d1e9cb89d34e2638087ca53a4174d7d217');
INSERT INTO run_name VALUES(12,1,'n',25,X'75615d4065b01d5660947e6f1cf99a827c6fffc8c0dfefa1d377ea34f9384ce4');
INSERT INTO run_name VALUES(13,0,'k',0,X'4a93efd59902591078d3e15fc1d5d1d1e9cb89d34e2638087ca53a4174d7d217');
INSERT INTO run_name VALUES(13,1,'e',14,X'36fd38cbc4903cc5f2df77a102cc7953cababba5aac268d5cd710baddf23d079');
INSERT INTO run_name VALUES(14,0,'k',0,X'4a93efd59902591078d3e15fc1d5d1d1e9cb89d34e2638087ca53a4174d7d217');
INSERT INTO run_name VALUES(14,1,'s',37,X'5f408b4052be4fab55441f06384403cc1b5c49e1a7f6b5eae0a2436959734cbe');
INSERT INTO run_name VALUES(15,0,'x',0,X'4a68e4561506f13824bb152ee571f0cd4a71061d7f2d9b973334278f1a223ea6');
INSERT INTO run_name VALUES(15,1,'y',2,X'8ec6987bc7e8d780b358bd08307518e0c5c6878880199ff84652ebef707b15c1');
INSERT INTO run_name VALUES(16,0,'l',4,X'f1c738faf8b1af22a5e1fff2b74585b89417a42b244a6dcda4c2140e3615362e');
INSERT INTO run_name VALUES(17,0,'l',4,X'038d56ceb107137e4d31b873fa5bd0178c8b3377b16c187aaf09a3e0b5c89475');
INSERT INTO run_name VALUES(18,0,'l',4,X'df814573717fde4e5c7baddb0fb5e1abd2df94f1ebf85c6013000fcf595c9103');
INSERT INTO run_name VALUES(19,0,'l',4,X'fac14c50e2e6c31804c82397a5c08cda078f999e4eea464aa4515ed58a9fd368');
INSERT INTO run_name VALUES(20,0,'l',4,X'205c698684cb5aae3043670b3b3623670ba387a409aa624bc90182abc3d2077e');
INSERT INTO run_name VALUES(21,0,'p',0,X'd06a10a87641601323efbbeed42ba41ff315d0ed53ac847f7ef01e793ebd9575');
CREATE INDEX session_parent ON session (parent);
CREATE INDEX leaf_hash ON leaf (hash);
CREATE INDEX binding_hash ON binding (hash);
CREATE INDEX run_recipe ON run (recipe);
CREATE INDEX run_session ON run (session);
CREATE INDEX run_graph ON run (graph);
CREATE INDEX run_derivative ON run (derivative);
CREATE INDEX run_tensor_hash ON run_tensor (hash);
CREATE VIEW runs AS
SELECT
    run.id AS row,
    lower(hex(substr(run.recipe, 1, 6))) AS run,
    run.kind,
    run.target,
    (SELECT group_concat(value, ' ') FROM json_each(run.wrt)) AS wrt,
    (SELECT group_concat(value, ' ') FROM json_each(run.through)) AS through,
    session.name AS session,
    cell.number AS cell,
    strftime('%Y-%m-%dT%H:%M:%S', run.time / 1000000, 'unixepoch') || printf('.%06dZ', run.time % 1000000) AS time,
    run.duration_us,
    cell.outcome,
    run.numerics,
    lower(hex(substr(graph.hash, 1, 6))) AS graph,
    lower(hex(substr(derived.hash, 1, 6))) AS derivative
FROM run
JOIN session ON session.id = run.session
JOIN cell ON cell.id = run.cell
JOIN graph ON graph.id = run.graph
LEFT JOIN graph AS derived ON derived.id = run.derivative;
CREATE VIEW gradients AS
SELECT
    run.id AS row,
    lower(hex(substr(run.recipe, 1, 6))) AS run,
    run.kind,
    run.target,
    run_tensor.name AS wrt,
    tensor.dtype,
    tensor.shape,
    lower(hex(substr(tensor.hash, 1, 6))) AS tensor
FROM run
JOIN run_tensor ON run_tensor.run = run.id AND run_tensor.role = 'result'
JOIN tensor ON tensor.hash = run_tensor.hash;
CREATE VIEW graphs AS
SELECT
    lower(hex(substr(graph.hash, 1, 6))) AS graph,
    graph.inputs,
    graph.outputs,
    graph.equation_count AS equations,
    (SELECT count(*) FROM run WHERE run.graph = graph.id) AS runs,
    (SELECT count(*) FROM run WHERE run.derivative = graph.id) AS derivatives
FROM graph;
CREATE VIEW equations AS
SELECT
    lower(hex(substr(graph.hash, 1, 6))) AS graph,
    equation.ordinal,
    '%' || equation.result AS result,
    equation.primitive,
    equation.parameters,
    equation.operands,
    equation.dtype,
    equation.shape,
    equation.primitive || iif(equation.parameters = '', '', '[' || equation.parameters || ']')
    || iif(equation.operands = '', '', ' ' || equation.operands) AS text
FROM graph
JOIN equation ON equation.graph = graph.id;
CREATE VIEW bindings AS
SELECT
    session.name AS session,
    cell.number AS cell,
    binding.ordinal,
    binding.name,
    tensor.dtype,
    tensor.shape,
    lower(hex(substr(binding.hash, 1, 6))) AS tensor,
    lower(hex(substr(binding.recipe, 1, 6))) AS run
FROM binding
JOIN cell ON cell.id = binding.cell
JOIN session ON session.id = cell.session
JOIN tensor ON tensor.hash = binding.hash;
CREATE VIEW sessions AS
SELECT
    session.name AS session,
    session.folder,
    parent.name AS parent,
    session.parent_cell,
    (SELECT count(number) FROM cell WHERE cell.session = session.id) AS own_cells,
    (SELECT count(*) FROM run WHERE run.session = session.id) AS runs,
    strftime('%Y-%m-%dT%H:%M:%S', session.time / 1000000, 'unixepoch')
    || printf('.%06dZ', session.time % 1000000) AS time
FROM session
LEFT JOIN session AS parent ON parent.id = session.parent;
CREATE VIEW cells AS
SELECT
    session.name AS session,
    cell.number AS cell,
    cell.kind,
    cell.source,
    cell.outcome,
    (SELECT count(*) FROM run WHERE run.cell = cell.id) AS runs,
    strftime('%Y-%m-%dT%H:%M:%S', cell.time / 1000000, 'unixepoch') || printf('.%06dZ', cell.time % 1000000) AS time
FROM cell
JOIN session ON session.id = cell.session;
COMMIT;
